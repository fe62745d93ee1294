# Vem som har uppgifterna i ett ärende, och hur många som behövs.
staff-need = { $n ->
    [one] En person behövs.
   *[other] { $n } personer behövs.
  } { $has ->
    [0] Ingen är utsedd.
    [one] En är utsedd.
   *[other] { $has } är utsedda.
  }
staff-missing = { $n ->
    [one] En saknas.
   *[other] { $n } saknas.
  }
staff-full = Så många som behövs är utsedda.
staff-vote-majority = Omröstning: flertalet avgör, och minst { $quorum } måste rösta.
staff-vote-all = Omröstning: alla måste säga ja, och minst { $quorum } måste rösta.
staff-tie-yes = Vid lika röstetal blir svaret ja.
staff-tie-no = Vid lika röstetal blir svaret nej.
staff-merge-single = De måste komma fram till samma sak. Annars finns inget värde, och momentet får göras om.
staff-merge-mean = Medelvärdet av deras bedömningar räknas.
staff-merge-worst = Den sämsta av deras bedömningar räknas.
staff-blind = Ingen ser de andras bedömning förrän den egna är lämnad.
staff-done = har gjort sin del.
staff-left = har sin del kvar.
staff-undeclared = har inte svarat på frågan om jäv.
staff-fallen = kan inte längre göra det.
staff-relieve = Entlediga personen och välj någon annan.
staff-nobody = Ingen kan väljas just nu. Nedan står vad som hindrar var och en.
staff-others = Kan inte väljas ({ $n })
relieve-of = { $name }, bara momentet { $activity }
todo-assign-role = Be administratören ge personen rollen, eller välj någon annan.
todo-assign-people = Entlediga först någon som inte har gjort sin del.
todo-accept-decider = Låt någon annan ta in ärendet, eller entlediga dig själv först.
todo-separation-role = Be administratören anteckna personens roll i ordningen som behörighet, eller välj någon annan.
todo-separation-independent = Välj någon som inte har det andra momentet.
todo-separation-rotation = Välj någon som inte har bedömt sökanden så länge.
todo-separation-applicant = Välj någon som inte hör till sökanden.
todo-separation-interest = Välj någon annan.
duty-of-assess = Bedömer: { $activities }.
duty-of-decide = Beslutar: { $activities }.
