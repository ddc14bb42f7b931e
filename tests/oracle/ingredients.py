"""What random plans are made of: zones, clock changes, turns, rules, times of day."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1970, 2095

ZONES = """
Africa/Cairo Africa/Casablanca Africa/El_Aaiun Africa/Johannesburg Africa/Lagos Africa/Monrovia America/Anchorage
America/Argentina/San_Luis America/Asuncion America/Caracas America/Chicago America/Godthab America/Halifax
America/Havana America/Los_Angeles America/Mexico_City America/Miquelon America/New_York America/Phoenix
America/Santiago America/Sao_Paulo America/Scoresbysund America/St_Johns America/Vancouver America/Winnipeg
Antarctica/Casey Antarctica/Troll Asia/Amman Asia/Beirut Asia/Damascus Asia/Dhaka Asia/Gaza Asia/Hong_Kong
Asia/Jerusalem Asia/Kathmandu Asia/Kolkata Asia/Pyongyang Asia/Tehran Asia/Tokyo Asia/Yangon Atlantic/Azores
Australia/Adelaide Australia/Eucla Australia/Lord_Howe Australia/Sydney Europe/Berlin Europe/Dublin
Europe/Istanbul Europe/London Europe/Moscow Europe/Volgograd Pacific/Apia Pacific/Auckland Pacific/Chatham
Pacific/Easter Pacific/Fakaofo Pacific/Fiji Pacific/Kiritimati Pacific/Kwajalein Pacific/Norfolk
Pacific/Tongatapu UTC
""".split()

# Changes that are no ordinary summer time: skipped days, half hours, two hours, midnight, politics; and changes
# that were called off, which older zone data still has.
ODD_CHANGES = [
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Casablanca", date(2026, 3, 22)),
    ("Africa/Monrovia", date(1972, 1, 7)),
    ("America/Caracas", date(2007, 12, 9)),
    ("America/Caracas", date(2016, 5, 1)),
    ("America/Godthab", date(2023, 3, 26)),
    ("America/Havana", date(2026, 11, 1)),
    ("America/Santiago", date(2026, 9, 6)),
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Vancouver", date(2026, 11, 1)),
    ("Antarctica/Troll", date(2026, 3, 29)),
    ("Asia/Amman", date(2022, 10, 28)),
    ("Asia/Dhaka", date(2009, 12, 31)),
    ("Asia/Gaza", date(2026, 3, 28)),
    ("Asia/Pyongyang", date(2015, 8, 15)),
    ("Asia/Pyongyang", date(2018, 5, 5)),
    ("Asia/Tehran", date(2022, 9, 22)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Europe/Dublin", date(2026, 10, 25)),
    ("Europe/Istanbul", date(2016, 9, 7)),
    ("Europe/Moscow", date(2011, 3, 27)),
    ("Europe/Moscow", date(2014, 10, 26)),
    ("Pacific/Apia", date(2011, 12, 30)),
    ("Pacific/Chatham", date(2026, 9, 27)),
    ("Pacific/Fakaofo", date(2011, 12, 30)),
    ("Pacific/Kiritimati", date(1994, 12, 31)),
    ("Pacific/Kwajalein", date(1993, 8, 21)),
]

SMALL_HOURS = ("00:00", "01:30", "02:00", "02:30", "03:00")
OTHER_HOURS = ("00:30", "01:00", "03:30", "04:00", "06:00", "09:00", "14:15", "17:00", "22:00", "23:00", "23:30")

TURNS = [
    ("1h", "2h", "3h", "4h", "6h", "7h", "8h", "12h", "24h", "36h", "PT12H", ["9h", "15h"], ["12h", "1d", "36h"]),
    ("1d", "1d", "2d", "3d", "5d", "10d", "P3D", "P1D", ["4d", "3d"], ["5d", "2d"], ["1d", "12h", "12h"]),
    ("1w", "1w", "2w", "3w", "P2W", ["1w", "2w", "3d"], ["1w", "1w", "3w"]),
    ("1mo", "2mo", "3mo", "6mo", "P1M", ["1mo", "2mo"]),
]

RRULES = [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=DAILY;BYDAY=MO,WE,FR",
    "FREQ=DAILY;INTERVAL=2;BYMONTH=1,3,4,10,11,12",
    "FREQ=DAILY;COUNT=900",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=SU",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU",
    "FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,SU",
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH,SU;COUNT=300",
    "FREQ=MONTHLY",
    "FREQ=MONTHLY;BYDAY=1SA",
    "FREQ=MONTHLY;BYDAY=2SU,-1SU",
    "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1,3",
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=-1SU",
    "FREQ=MONTHLY;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=3,10,11;BYDAY=-1SU,1SU",
    "FREQ=YEARLY;BYMONTH=3,4,9,10,11;BYDAY=SU",
    "FREQ=YEARLY;BYMONTHDAY=1,28",
    "FREQ=YEARLY;BYYEARDAY=1,67,88,-1",
    "FREQ=YEARLY;BYWEEKNO=10,13,44;BYDAY=SU",
    "FREQ=YEARLY;BYDAY=10SU,-9SU",
]

# Windows and rules that share a layer and never overlap.
MIXED = [
    ["mon-fri 09:00-17:00", {"rrule": "FREQ=MONTHLY;BYDAY=1SA", "at": "08:00", "lasts": "12h"}],
    ["mon-sat 22:00-02:30", {"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "at": "03:00", "lasts": "12h"}],
    [
        {"rrule": "FREQ=WEEKLY;BYDAY=SA", "at": "02:30", "lasts": "24h"},
        {"rrule": "FREQ=MONTHLY;BYDAY=1SU,3SU", "at": "02:30", "lasts": "1d"},
    ],
]
