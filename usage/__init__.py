"""Digital use: a device's export or a typed sheet in, daily facts and things to talk about out.

In the order in which one would read:

    sources         where a file comes from, how far it is trusted, whose device it is, what it speaks of
    limits          how much a file may ask of us before it is refused
    reading         one file read: stretches or daily amounts by app, coverage, hash, problems with their line
    activitywatch   activitywatch_csv  sheet  usagestats_csv  stayfree  app_usage  rescuetime  minors_mode  game_record
                    self_report  router_log: one reader per source
    matched_table   a table that none of them knows, by the columns that somebody named
    recognition     which source a file is of, by what stands in it: one, several to choose from, or none
    preview         what a reading would say, before it counts
    export_stream   a JSON export read slice by slice;  table: rows in the encodings offices send
    gathered        stretches  order  problems  cells: what a reader fills, and how a cell or an order is understood
    intervals       overlaps merged, idle time removed, days and nights parted
    categories      which app is what, as dated data an office may change
    day_kinds       school days and free days, playable days;  agreement: what the plan's own words come to as numbers
    facts           the days of each device; day_facts: one of them; from_stretches and from_amounts: how they are made;
                    coverage: how much of a day is known; missing days are gaps, never zero
    weeks           whether a week kept to the plan
    goal_measures   what a goal can measure;  goals: its course;  goal_words: its course in sentences
    calibration     a typed sheet beside a device's log of the same days
    dispositions    in what a review ends
    indicators      against the person's own first four weeks, with ranges; or "not assessable"
    helps           what helps beside minutes: the collection that comes with the program
    patterns        what looks odd, as "please ask"; what was harmless leaves every view and count

Titles and addresses of pages are dropped while reading. Nothing here asks the time, reads a database or decides
about a person: rules that bind companies are context, and only a plan's own condition is a condition.
"""
