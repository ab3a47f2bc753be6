# portal-door
