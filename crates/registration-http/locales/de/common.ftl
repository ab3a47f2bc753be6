# Was auf vielen Seiten steht.

skip = Zum Inhalt springen
optional = (freiwillig)
choice-cut = Hier sind nur die neuesten Kunden zur Wahl. Bei den übrigen führt deren eigene Seite zum selben:
choice-cut-way = alle Kunden
cancel = Abbrechen
search = Suchen
search-clear = Alle zeigen
list-older = Ältere
email = E-Mail-Adresse
password = Passwort
password-show = Anzeigen
count-people = { $count ->
    [one] 1 Person
   *[other] { $count } Personen
}
yes = Ja
phone = Telefon
first-name = Vorname
last-name = Nachname

switch-on = Ein
switch-off = Aus
theme-switch = Zwischen hell und dunkel wechseln
help-by-mail = Hilfe

script-copied = Kopiert
script-added = hinzugefügt
script-removed = entfernt
script-remove = Entfernen:
script-not-a-domain = ist kein Domainname. Schreiben Sie ihn wie example.com.
script-too-much = Das ist mehr, als auf einmal gesendet werden kann: höchstens 64 KiB. Gesendet wurde nichts. Nehmen Sie einen Teil heraus, speichern Sie, und fügen Sie den Rest danach hinzu.
script-listed = steht schon in der Liste.

moment = { $day }, { $time } UTC
day = { $day }. { $month } { $year }
month-1 = Jan.
month-2 = Feb.
month-3 = März
month-4 = Apr.
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = Aug.
month-9 = Sep.
month-10 = Okt.
month-11 = Nov.
month-12 = Dez.

nav-portal = Portal
nav-console = Konsole
nav-console-small = Konsole, kleine Bildschirme
nav-side = Seitenleiste
nav-menu = Menü
nav-crumbs = Pfad
nav-open = offen
nav-administration = Verwaltung
nav-playbooks = Playbooks
nav-my-projects = Meine Projekte
nav-overview = Übersicht
nav-customers = Kunden
nav-requests = Registrierungsanfragen
nav-registrations = Registrierungen
nav-projects = Projekte
nav-try-address = Adresse prüfen
nav-staff = Team
nav-api-keys = API-Schlüssel
nav-audit = Protokoll
nav-outbox = Postausgang
nav-settings = Einstellungen

role-none = Keine Rolle
role-administrator = Administration
role-customer-manager = Kundenbetreuung
role-portal-registration-mapper = Zuordnung von Registrierungen
role-playbook-editor = Playbook-Redaktion
role-auditor = Revision

art-label = Über das Portal
art-title = Ihre Projekte mit { $brand } an einem Ort
art-start = Starten Sie ein Projekt aus einem fertigen Playbook
art-see = Sehen Sie, wer wofür zuständig ist und was als Nächstes kommt
art-invite = Arbeiten Sie mit den Kolleginnen und Kollegen, die dabei sein müssen

summary-fields = { $count ->
    [one] Ein Feld braucht noch einen Blick.
   *[other] { $count } Felder brauchen noch einen Blick.
}
stale-what-now = Was inzwischen gespeichert wurde, steht bei jedem Feld, das abweicht. Speichern Sie noch einmal, um es durch Ihre Angaben zu ersetzen.
stale-theirs = Inzwischen gespeichert: { $value }

refusal-home = Zur Startseite
refusal-id = Wenn Sie um Hilfe bitten, nennen Sie diese Nummer:

signed-out-title = Ihre Sitzung ist zu Ende
signed-out-lede = Gespeichert wurde nichts, und nichts Eingegebenes ist verloren. Melden Sie sich im anderen Tab an, und senden Sie dann von hier aus erneut.
signed-out-sign-in = Anmelden (öffnet einen neuen Tab)
signed-out-again = Erneut senden
sign-in = Anmelden
sign-out = Abmelden
sign-in-title = Anmelden
sign-in-lede = Willkommen zurück im Portal von { $brand }.
console-sign-in-title = An der Konsole anmelden
console-sign-in-lede = Für das Team von { $brand }.
forgot-password = Passwort vergessen?
no-account-yet = Noch kein Konto?
create-account = Konto anlegen
done-signed-out = Sie sind abgemeldet.
done-created = Angelegt.
done-saved = Gespeichert.
