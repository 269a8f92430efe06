"""The law of supervising minors under conditional non-prosecution (附条件不起诉): dates and numbers, and nothing else.

In the order of the procedure:

    statute.toml    what the law fixes: rules, numbers by date, chapters and offences
    practice.toml   what an office chooses, with its bounds
    rulebook        one edition of both; a plan keeps the one it was opened under
    finding         what a rule answers
    eligibility     may the decision be made: age, offence, sentence, repentance, opinions; objection; parties
    period          the probation period and changing it; months, age, working_days are how it is counted
    clocks          every time limit, from the fact that starts it
    service         on whom papers are served, and the announcement; leave: leaving the city or county
    duties          what a plan owes, by whom and by when
    breach          the four grounds of revocation, and what may count as missed
    expiry          the end of the period and the outcomes that are open
    transitions     where a plan can stand, and who moves it
    sealing         what is sealed, when, and what outlives the seal

Nothing here asks the time, reads a database or sends anything; nothing here decides about a person.
"""
