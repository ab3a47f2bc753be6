# portal-home
