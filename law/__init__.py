"""The law of supervising minors under conditional non-prosecution (附条件不起诉): dates and numbers, and nothing else.

A jurist begins with README.md. In the order of the procedure:

    statute.toml    what the law fixes: rules, numbers by date, chapters and offences
    practice.toml   what an office chooses, with its bounds
    examples.toml   for every rule, cases in sentences: what is given, what must come out
    uncovered.toml  the rows of the procedure that are no rule, with the reason; every date that the procedure starts
    ends.toml       every way a case ends: paper, announcement, service, remedies, property, seal; read by ends
    wordings.toml   the articles word for word, and what was not read; read by wordings
    rulebook        one edition of law and practice; a plan keeps the one it was opened under; choices: who sets a value
    finding         what a rule answers

    eligibility     may the decision be made: age, offence, sentence, repentance, opinions; objection; parties
    examination     how the case was examined; card_cases: from which amounts a card case is serious;
                card_restriction: until when cards are restricted
    decision        in writing, what the victim is told, custody; service: on whom papers are served, the announcement
    remedies        who answers a remedy, on whom it is served, and that the period runs on
    period          the probation period and changing it; months, age, working_days are how it is counted
    clocks          every time limit, from the fact that starts it; holiday_notice, recounting: a year is announced
    duties          what a plan owes, by whom and by when
    conditions      the four duties of the law, the six kinds of condition, and how one is worded
    leave           leaving the city or county
    supervision     who supervises, supervision elsewhere, the level of support
    breach          the four grounds of revocation, and what may count as missed; responses: what may answer a breach
    expiry          the end of the period and the outcomes that are open; conclusion: the decision that ends the case
    majority        what the eighteenth birthday changes
    device_data     whose consent counts before anything of a phone is collected
    guardians       orders, the report of harm, aid
    sealing         what is sealed, when, and what outlives the seal; confidentiality: what stays unsaid

    transitions     where a plan can stand, and who moves it
    four_eyes       who prepares, proposes, countersigns, decides, step by step
    procedure, examples, uses, explained, shown, page
                    the rows of the procedure, the examples run, where the program relies on a rule, and how it is shown

Nothing here asks the time, reads a database or sends anything; nothing here decides about a person.
"""
