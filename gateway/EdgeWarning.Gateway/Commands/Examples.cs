namespace EdgeWarning.Gateway.Commands;

/// <summary>What people really type, shown at the end of each command's help.</summary>
internal static class Examples
{
    public static IReadOnlyList<string> Of(string call) => call switch
    {
        "gateway" =>
        [
            "gateway run                                             start; data in the usual folder, console at http://127.0.0.1:8080",
            "gateway cap check storm.xml                             is this CAP file sound, and what would it do?",
            "gateway board add --village 411321100001 --kind loudspeaker --out cards",
            "gateway board list",
        ],
        "gateway run" =>
        [
            "gateway run --data /var/lib/edgewarning",
            "gateway run --urls http://0.0.0.0:8080                  also for other computers of the office network",
            "gateway run --tone-ms 3000 --repeats 1                  a short tone, once: for trying out",
            "EDGEWARNING_URLS=http://127.0.0.1:9000 gateway run      settings may come from the environment or from gateway.json in the data folder",
        ],
        "gateway cap" or "gateway cap check" =>
        [
            "gateway cap check storm.xml",
            "gateway cap check alerts/*.xml                          one line per file; exit code 1 when any is refused",
        ],
        "gateway readings" or "gateway readings check" =>
        [
            "gateway readings check card.csv                         what can be trusted, and what was refused",
            "gateway readings check *.csv --output flagged.csv       every reading again with its flag",
        ],
        "gateway place" or "gateway place import" =>
        [
            "gateway place import divisions.csv                      columns code,name and, when known, parent,people,shelter,contact",
            "gateway place import county.geojson                     outlines for the map; properties name the division as code or adcode",
            "gateway place list",
        ],
        "gateway voice" or "gateway voice say" =>
        [
            "gateway voice say 请大埔村群众立即转移 --out heard.wav     what a village without a speech module hears",
            "gateway voice say --language en \"Leave the river now.\" --out heard.wav",
            "gateway voice lexicon 大埔 \"da4 bu4\"                    how the office says a word",
        ],
        "gateway voice lexicon" =>
        [
            "gateway voice lexicon                                   every word and how it is said",
            "gateway voice lexicon 大埔 \"da4 bu4\"                    toned pinyin, one syllable for each character",
            "gateway voice lexicon 大埔 --forget",
        ],
        "gateway board" or "gateway board add" =>
        [
            "gateway board add --village 411321100001 --kind loudspeaker",
            "gateway board add --village 411321100001 --kind rain-gauge --id nz-rain-7 --tip-um 500 --out cards",
            "gateway board add --village 411321100001 --kind water-level --stage-zero-mm 4200 --wifi-ssid dongzhuang --wifi-password-file wifi.txt",
        ],
        "gateway board replace" =>
        [
            "gateway board replace nz-rain-7 --out cards             a new board for the same place; the old key is refused from now on",
        ],
        "gateway board retire" =>
        [
            "gateway board retire nz-rain-7                          the board serves no more",
        ],
        "gateway board import" =>
        [
            "gateway board import boards.csv --out cards             first line: board,kind,village and, when wanted, village_name,latitude,longitude,tip_micrometres,key",
        ],
        "gateway person" or "gateway person add" =>
        [
            "gateway person add li.na --full-name 李娜 --roles officer,approver      asks for the password",
            "gateway person reset-password li.na                     for whoever is locked out",
        ],
        "gateway key" or "gateway key add" =>
        [
            "gateway key add upstream --roles officer > upstream.key curl -H \"Authorization: Bearer $(cat upstream.key)\" --data-binary @alert.xml http://127.0.0.1:8080/api/cap",
        ],
        "gateway audit export" =>
        [
            "gateway audit export --form csv > audit.csv",
        ],
        "gateway hardware" or "gateway hardware power" =>
        [
            "gateway hardware power rain-gauge",
            "gateway hardware power village-station --cloudy-days 7 --celsius -5 --extra-mw 4000",
        ],
        "gateway hardware wiring" =>
        [
            "gateway hardware wiring hardware/*/                     after a change of pins.csv or parts.csv",
        ],
        "gateway board configure" =>
        [
            "gateway board configure rain-gauge-7                    what the county has set, and whether the board lives by it",
            "gateway board configure rain-gauge-7 report.seconds=60 rain.lockout.milliseconds=30",
            "gateway board configure loudspeaker-3 --unset volume.percent",
        ],
        "gateway board log" =>
        [
            "gateway key add bench --roles technician > bench.key",
            "gateway board log rain-gauge-7 --key-file bench.key     what it last wrote about itself; the gateway must run",
        ],
        "gateway update" or "gateway update start" =>
        [
            "gateway update start bench-7.pe --kind bench --build 7 --first bench-1",
            "gateway update list",
            "gateway update resume bench-2                           after its update ended badly, or before its turn",
        ],
        "gateway audit" or "gateway audit verify" =>
        [
            "gateway audit verify --data /var/lib/edgewarning        exit code 1 and the first wrong row when anyone has changed the past",
        ],
        _ => [],
    };
}
