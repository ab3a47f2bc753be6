# Das Portal für Angemeldete: Playbooks, Projekte, Profil.

gallery-welcome = Willkommen, { $name }
gallery-lede = Wählen Sie ein Playbook, um mit unserem Team ein Projekt zu starten. Sie sehen nur Projekte, die Sie starten oder zu denen Sie eingeladen sind.
gallery-all-projects = Alle Projekte
gallery-available = Verfügbare Playbooks
gallery-none = Noch gibt es nichts zu starten
gallery-none-why = { $brand } hat { $customer } bisher kein Playbook angeboten. Sobald es eines gibt, steht es hier.
gallery-ask = Fragen Sie { $address }
gallery-ask-contact = Fragen Sie die Person, die Sie eingeladen hat, wie es weitergeht.

offer-start = Projekt starten
offer-lasts-days = { $count ->
    [one] Etwa 1 Tag
   *[other] Etwa { $count } Tage
}
offer-lasts-weeks = { $count ->
    [one] Etwa 1 Woche
   *[other] Etwa { $count } Wochen
}
offer-steps = Was Schritt für Schritt geschieht
offer-no-steps = Noch sind keine Schritte geplant.
offer-due-at-once = Am Tag des Starts
offer-due-after = { $count ->
    [one] Binnen 1 Tag
   *[other] Binnen { $count } Tagen
}
offer-start-hint = { $brand } macht sich mit Ihnen an die Arbeit. Nur Sie und die Beteiligten sehen das Projekt.
offer-for-customer = Für { $customer }
offer-owner-unavailable = Zurzeit kann sich niemand um dieses Projekt kümmern. Unser Team weiß Bescheid. Es wurde nichts gestartet: Versuchen Sie es bitte später noch einmal.

offer-side-you = Sie

my-projects-title = Meine Projekte
my-projects-lede = Projekte, die Sie gestartet haben oder zu denen Sie eingeladen sind.
my-projects-of = Gezeigt für { $customer }.
my-projects-none = Noch kein Projekt
my-projects-none-why = Projekte stehen hier, sobald Sie eines aus einem Playbook starten oder unser Team Sie zu einem einlädt.
my-projects-none-do = Zu den Playbooks

my-project-name = Name des Projekts
my-project-name-hint = Bleibt das Feld leer, heißt es „{ $name }“.
my-project-started-by-you = Von Ihnen gestartet am { $day }
my-project-started-on = Gestartet am { $day }
my-project-you-were-invited = Sie sind eingeladen · gestartet am { $day }
my-project-owner-is = Zuständig: { $name }
my-project-next-until = Als Nächstes bis { $day }
my-project-no-date-ahead = Kein Termin mehr
my-project-your-turn = Als Nächstes sind Sie dran.
my-project-their-turn = Als Nächstes ist { $brand } dran.
my-project-next-line = „{ $step }“ bis { $day }.
my-project-until = Bis { $day }
my-project-day-over = der Tag ist vorbei
my-project-people = Beteiligte
my-project-owner-of = Zuständig bei { $brand }
my-project-starter = Hat es gestartet
my-project-member = Eingeladen
my-project-person-gone = Nicht mehr da
my-project-people-hint = { $brand } kann weitere Kolleginnen und Kollegen zu diesem Projekt einladen.

me-title = Ihr Profil
me-lede = Sie melden sich als { $email } an.
me-name = Name
me-name-hint = So sprechen Portal und Mails Sie an. { $brand } behält in den eigenen Unterlagen den Namen, unter dem man Sie dort kennt.
me-customers = { $count ->
    [one] Firma
   *[other] Firmen
}
me-save = Speichern
me-language = Sprache
me-language-hint = Für diese Seiten und für die Mails, die Sie bekommen.
me-password-hint = Ein neues Passwort beendet alle anderen Sitzungen und verschickte Links zum Zurücksetzen.
me-current-password = Bisheriges Passwort
me-new-password = Neues Passwort
me-new-password-hint = Mindestens 15 Zeichen. Ein eigener Satz merkt sich am leichtesten.
me-change-password = Passwort ändern
me-sessions = Wo Sie angemeldet sind
me-sessions-hint = Beenden Sie, was Sie nicht kennen, und ändern Sie dann Ihr Passwort.
me-sessions-unknown = Irgendwo angemeldet, wo Sie nicht waren?
me-sessions-only = Nur in diesem Browser.
me-sessions-end-others = Alle anderen beenden
me-session-since = Angemeldet
me-session-used = Zuletzt benutzt
me-session-this = Dieser Browser
me-session-end = Sitzung beenden

customer-switch = Firma wechseln

done-project-started = Ihr Projekt ist gestartet. Sie und die zuständige Person bekommen eine Mail dazu.
done-my-password-changed = Ihr Passwort ist geändert. Alle anderen Sitzungen sind beendet.
done-my-session-ended = Diese Sitzung ist beendet.
done-my-sessions-ended = Alle anderen Sitzungen sind beendet.
