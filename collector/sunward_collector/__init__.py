"""Minutes a day by kind of use: read from ActivityWatch on this computer, shown to the family, sent if they agree."""

VERSION = "0.1.0"
