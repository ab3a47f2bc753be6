# Playbooks mit Schritten und Self-Service-Einstellungen, Projekte, Team und das eigene Profil.

work-save = Speichern
work-unsaved = Noch nicht gespeichert
work-remove = Entfernen
work-created = Angelegt

work-playbooks-title = Playbooks
work-playbooks-lede = Vorlagen für Projekte: Schritte mit Fristen und einer zuständigen Seite.
work-playbooks-create = + Playbook anlegen
work-playbooks-create-title = Playbook anlegen
work-playbooks-create-lede = Danach kommen die Schritte. Kunden sehen es erst, wenn der Self-Service eingeschaltet ist.
work-playbooks-create-do = Playbook anlegen
work-playbooks-none = Es gibt noch keine Playbooks
work-playbooks-none-hint = Aus einem Playbook starten Kunden ein Projekt. Legen Sie das erste an.
work-playbook-name = Name
work-playbook-name-hint = So nennt es das Team. Kunden sehen den Namen für Kunden.
work-playbook-shown-as = Kunden sehen „{ $name }“
work-playbook-archived = Archiviert
work-playbook-offered = Im Portal
work-playbook-not-offered = Nicht im Portal
work-playbook-archive = Archivieren …
work-playbook-tabs = Playbook
work-playbook-tab-steps = Schritte
work-playbook-tab-portal = Portal
work-playbook-settings = Einstellungen
work-playbook-visibility = Wer es sieht
work-playbook-steps-count = { $count ->
    [0] Noch keine Schritte
    [one] 1 Schritt
   *[other] { $count } Schritte
}
done-playbook-archived = Archiviert. Niemand kann es mehr starten.

work-steps-hint = Ein Projekt bekommt diese Schritte beim Start. Gestartete Projekte bleiben, wie sie sind.
work-steps-none = Es gibt noch keine Schritte
work-steps-meanwhile = Inzwischen von jemand anderem gespeicherte Schritte:
work-step-after = { $count ->
    [one] nach 1 Tag
   *[other] nach { $count } Tagen
}
work-step-number = Schritt { $number }
work-step-title = Was zu tun ist
work-step-days = Fällig nach Tagen
work-step-responsible = Zuständig
work-step-up = Schritt { $number } nach oben
work-step-down = Schritt { $number } nach unten
work-step-remove = Schritt { $number } entfernen
work-step-add = Schritt hinzufügen
work-side-customer = Kunde
work-side-provider = Anbieter

work-archive-title = Playbook archivieren
work-archive-heading = „{ $name }“ archivieren?
work-archive-lede = Niemand kann es mehr starten. Gestartete Projekte laufen weiter, und der Verlauf bleibt.
work-archive-all = Jeder Kunde sieht es jetzt im Portal. Dort verschwindet es sofort.
work-archive-nobody = Zurzeit sieht es kein Kunde.
work-archive-some = { $count ->
    [one] Ein Kunde sieht es jetzt im Portal. Dort verschwindet es sofort.
   *[other] { $count } Kunden sehen es jetzt im Portal. Dort verschwindet es sofort.
}
work-archive-more = { $count ->
    [one] und 1 weiterer
   *[other] und { $count } weitere
}
work-archive-do = Playbook archivieren

work-self-service = Self-Service-Einstellungen
work-self-service-hint = Stellt dieses Playbook registrierten Kunden zur Verfügung, die daraus selbst ein Projekt starten können.
work-self-service-on = Im Self-Service verfügbar
work-self-service-on-hint = Wird im Portal gezeigt. Dazu braucht es eine zuständige Person und einen Namen.
work-owner = Zuständige Person für neue Projekte
work-owner-hint = Wird für jedes Projekt zuständig, das ein Kunde startet.
work-owner-none = — Niemand —
work-owner-gone = Jemand, der nicht mehr aktiv ist
work-needed = (für Self-Service nötig)
work-facing-name = Name für Kunden
work-facing-name-hint = So sehen es Kunden.
work-facing-description = Beschreibung für Kunden
work-audience = Wer es sieht
work-audience-all = Jeder Kunde
work-audience-some = Nur einige Kunden
work-audience-some-hint = Die unten angekreuzten.
work-audience-find = Kunden suchen
work-audience-nothing-found = Kein Kunde passt.
work-audience-more = Es gibt weitere Kunden. Suchen Sie danach; angekreuzte bleiben.
work-audience-meanwhile = Jemand anders hat inzwischen geändert, wer es sieht:
work-cover = Titelbild im Portal
work-cover-alt-upload = Das hochgeladene Titelbild
work-cover-alt-link = Das verlinkte Titelbild
work-cover-alt-none = Ein gezeichnetes Muster
work-cover-now-upload = Ein hochgeladenes Bild.
work-cover-now-link = Ein Bild, das woanders liegt: Browser laden es von dort.
work-cover-now-none = Ein Muster, für dieses Playbook gezeichnet.
work-cover-link = Link zu einem Bild einfügen
work-cover-link-hint = Beginnt mit https://. Er tritt an die Stelle eines hochgeladenen Bildes.
work-cover-none = Stattdessen das gezeichnete Muster zeigen
work-cover-upload = oder Bild hochladen
work-cover-upload-hint = PNG, JPEG oder WebP, bis 5 MiB und 25 Megapixel; gut passt 1280 × 720. Metadaten werden entfernt.
work-cover-upload-do = Bild hochladen
work-cover-meanwhile = Jemand anders hat inzwischen ein anderes Bild gespeichert.
work-preview = So sieht es der Kunde
work-preview-hint = Die Karte in der Übersicht des Portals.
work-card-start = Starten

work-visibility-title = Ein Kunde sieht ein Playbook nicht?
work-visibility-hint = Wählen Sie einen Kunden: Die Regeln sagen, ob seine Leute dieses Playbook sehen, und warum nicht.
work-visibility-customer = Kunde
work-visibility-ask = Erklären
work-visibility-hidden = Bei { $customer } sieht es niemand.
work-visibility-visible = Bei { $customer } ist es zu sehen.
work-visibility-visible-hint = Es steht jetzt in der Übersicht, für alle mit Zugang zum Portal.
work-visibility-preview-hint = Die Karte, die dort zu sehen ist oder wäre.
work-hidden-playbook-archived = Das Playbook ist archiviert: Niemand kann es mehr starten.
work-hidden-self-service-off = Die Self-Service-Einstellungen des Playbooks sind aus. Schalten Sie sie unter „Einstellungen“ ein.
work-hidden-not-for-customer = Das Playbook ist auf andere Kunden beschränkt. Fügen Sie diesen unter „Einstellungen“, „Wer es sieht“ hinzu.
work-hidden-customer-archived = Der Kunde ist archiviert: Dort hat niemand Zugang zum Portal.

work-projects-title = Projekte
work-projects-lede = Was Kunden aus Playbooks gestartet haben.
work-projects-own-lede = Die Projekte, für die Sie zuständig sind.
work-projects-filter = Liste einschränken
work-projects-all = Alle
work-projects-show = Zeigen
work-projects-none = Es gibt noch keine Projekte
work-projects-none-hint = Ein Projekt erscheint, wenn ein Kunde im Portal eines aus einem Playbook startet.
work-projects-none-found = Kein Projekt passt
work-project-name = Projekt
work-project-customer = Kunde
work-project-owner = Zuständig
work-project-starter = Gestartet von
work-project-started = Gestartet
work-project-about = Über das Projekt
work-project-playbook = Playbook
work-project-revision = Nach dessen Fassung { $number }
work-project-due = Fällig
work-project-no-steps = Das Playbook hatte beim Start keine Schritte.
work-project-people = Eingeladene Personen
work-project-people-hint = Sie sehen das Projekt im Portal, neben der Person, die es gestartet hat.
work-project-nobody = Noch niemand ist eingeladen.
work-project-remove = { $name } entfernen
work-project-invite = Kontakt einladen
work-project-find = Name oder E-Mail-Adresse
work-project-contact = Kontakt mit Zugang zum Portal
work-project-invite-do = Per E-Mail einladen
work-project-no-guests = Alle bei diesem Kunden, die Zugang zum Portal haben, sind im Projekt.
work-project-nobody-found = Niemand mit Zugang zum Portal passt.
done-project-invited = Eingeladen. Die E-Mail ist unterwegs.
work-remove-title = Aus dem Projekt entfernen
work-remove-lede = { $name } sieht „{ $project }“ dann nicht mehr im Portal. Der Zugang zum Portal bleibt, und Sie können wieder einladen.
work-remove-do = { $name } entfernen
done-project-removed = Aus dem Projekt entfernt.

work-nobody-on-duty = Niemand mit der Rolle „Zuordnung von Registrierungen“ ist im Dienst.
work-nobody-on-duty-hint = Neue Anfragen gehen per E-Mail an Zuständige außer Dienst oder an die Administration.
work-staff-title = Team
work-staff-lede = Wer das Portal betreibt, und was jede Person darf.
work-staff-create = + Teammitglied anlegen
work-staff-create-title = Teammitglied anlegen
work-staff-create-lede = Ein Link zum Wählen eines Passworts kommt per E-Mail.
work-staff-create-do = Teammitglied anlegen
work-staff-none = Noch ist niemand da
work-staff-none-hint = Die Kommandozeile legt die erste Person mit Administration an.
work-staff-name = Name
work-staff-roles = Rollen
work-staff-roles-meanwhile = Jemand anders hat inzwischen die Rollen geändert.
work-staff-state = Stand
work-staff-on-duty = Im Dienst für das Portal
work-staff-on-duty-hint = Neue Registrierungsanfragen gehen per E-Mail an alle im Dienst mit der Rolle „Zuordnung von Registrierungen“.
work-staff-duty-on = Im Dienst
work-staff-duty-off = Außer Dienst
work-staff-active = Aktiv
work-staff-active-hint = Darf sich anmelden, für Projekte zuständig sein und benachrichtigt werden.
work-staff-inactive = Nicht aktiv
work-staff-invited = Noch kein Passwort
work-staff-email-hint = Zum Anmelden.
work-staff-email-change-hint = Links, die an eine ältere Adresse gingen, gelten dann nicht mehr.
work-staff-ends-sessions = Andere Rollen, oder nicht aktiv zu sein, beenden die Sitzungen dieser Person.
work-staff-self = Das sind Sie. Wenn Sie Ihre eigenen Rollen ändern, werden Sie abgemeldet.
work-staff-last-administrator = Im Portal bleibt immer eine aktive Person mit der Rolle „Administration“. Geben Sie zuerst jemand anderem diese Rolle; dann ist diese Änderung möglich.
work-role-may-administrator = Alles, auch Team, API-Schlüssel und Betrieb.
work-role-may-customer-manager = Kunden, ihre Portaleinstellungen, Links und Kontakte; lädt Personen ein, auch zu Projekten.
work-role-may-portal-registration-mapper = Entscheidet über Registrierungsanfragen: ordnet Personen Firmen zu oder lehnt ab.
work-role-may-playbook-editor = Playbooks und ihre Self-Service-Einstellungen; lädt zu Projekten ein.
work-role-may-auditor = Liest alles, ändert nichts.
done-staff-created = Angelegt. Der Link zum Wählen eines Passworts ist unterwegs.

work-profile-title = Ihr Profil
work-profile-duty = Dienst
work-profile-duty-hint = Ob neue Registrierungsanfragen Sie erreichen.
work-profile-language = Sprache
work-profile-language-hint = Dieser Seiten und der E-Mails an Sie.
work-profile-password = Passwort
work-profile-password-hint = Ihre anderen Sitzungen enden, wenn es sich ändert.
work-profile-current-password = Jetziges Passwort
work-profile-new-password = Neues Passwort
work-profile-new-password-hint = Mindestens 15 Zeichen. Gut sind ein paar Wörter, die nicht zusammengehören.
work-profile-password-do = Passwort ändern
work-profile-sessions = Wo Sie angemeldet sind
work-profile-sessions-hint = Beenden Sie, was Sie nicht kennen, und ändern Sie dann Ihr Passwort.
work-profile-session-since = Angemeldet
work-profile-session-seen = Zuletzt benutzt
work-profile-session-this = Dieser Browser
work-profile-session-end = Beenden
work-profile-session-end-of = Sitzung vom { $moment } beenden
work-profile-sessions-end-others = Alle anderen beenden
done-duty-on = Sie sind im Dienst.
done-duty-off = Sie sind außer Dienst.
done-console-password = Ihr Passwort ist geändert. Ihre anderen Sitzungen sind beendet.
done-console-session = Die Sitzung ist beendet.
done-console-sessions = Ihre anderen Sitzungen sind beendet.
