//! Self-service registration: model, policies, ports and use cases, without any adapter
