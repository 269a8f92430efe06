"""Digital use: a device's export or a typed sheet in, daily facts and things to talk about out.

In the order in which one would read:

    sources         where a file comes from, how far it is trusted, whose device it is
    limits          how much a file may ask of us before it is refused
    reading         one file read: stretches or daily amounts by app, coverage, hash, problems with their line
    activitywatch   sheet: one reader each, for exports and for the week or the table of days
    recognition     which of them a file is, by its own beginning; and what it is if it is none
    preview         what a reading would say, before it counts
    daily_totals    whole days that another system reported
    table           rows in the encodings offices send;  headings, cell_parsers: how a cell is understood
    reading_builder what a reader fills
    intervals       overlaps merged, idle time removed, days and nights parted
    categories      which app is what, as dated data an office may change
    day_kinds       school days and free days;  agreement: what the plan's own words come to as numbers
    facts           the days of each device; day_facts: one of them; days_from_intervals, days_from_totals: how they are made;
                    coverage: how much of a day is known; missing days are gaps, never zero
    weeks           whether a week kept to the plan
    goal_measures   what a goal can measure;  goals: its course;  goal_words: its course in sentences
    dispositions    in what a review ends
    indicators      against the person's own first four weeks, with ranges; or "not assessable"
    helps           what helps beside minutes: the collection that comes with the program
    anomalies       what looks odd, as "please ask"; what was harmless leaves every view and count

Titles and addresses of pages are dropped while reading. Nothing here asks the time, reads a database or decides
about a person: rules that bind companies are context, and only a plan's own condition is a condition.
"""
