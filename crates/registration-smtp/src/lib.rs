//! Renders the mails of registration-core and delivers them by SMTP
