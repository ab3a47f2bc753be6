//! A certificate for the server and the root that signed it, new for each server.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use rustls::{ServerConfig, crypto::ring, pki_types::PrivateKeyDer};
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;

pub(super) struct Certificate {
    pub(super) root_pem: String,
    pub(super) acceptor: TlsAcceptor,
}

impl Certificate {
    // A root of its own and not a self-signed leaf: verifiers differ in whether they trust the latter.
    pub(super) fn naming(host: &str) -> Self {
        let mut root = CertificateParams::new([]).expect("no names are valid names");
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let root_key = KeyPair::generate().expect("a key");
        let root_pem = root.self_signed(&root_key).expect("a root").pem();
        let issuer = Issuer::new(root, root_key);

        let key = KeyPair::generate().expect("a key");
        let leaf = CertificateParams::new([host.to_owned()])
            .and_then(|leaf| leaf.signed_by(&key, &issuer))
            .expect("a certificate");
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("ring has the default versions")
            .with_no_client_auth()
            .with_single_cert(
                vec![leaf.der().clone()],
                PrivateKeyDer::Pkcs8(key.serialize_der().into()),
            )
            .expect("the key belongs to the certificate");
        Self {
            root_pem,
            acceptor: TlsAcceptor::from(Arc::new(config)),
        }
    }
}
