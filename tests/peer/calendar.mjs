// Calendar files read by a library that did not write them: when does it all take place, by the file's own time zones?
//
// In:  [{"ics": TEXT, "until": SECONDS}, …]    on standard input, all at once
// Out: [[{"of", "start", "end", "title", "place", "status"}, …], …]    one list a file, by start; or {"failed": TEXT} in its place
//
// "of" is the occurrence's name (a wall time), "start" and "end" are seconds since 1970.

import ICAL from "ical.js";

// No zone but those that stand in the file.
ICAL.TimezoneService.reset();
ICAL.design.strict = true;

function occurrences({ ics, until }) {
    const events = new ICAL.Component(ICAL.parse(ics)).getAllSubcomponents("vevent");
    const [first, ...more] = events;
    const event = new ICAL.Event(first, { exceptions: more });
    const found = [];
    const take = ({ recurrenceId, item, startDate, endDate }) => {
        if (!startDate.zone || startDate.zone.tzid === "floating") throw new Error(`a time without its zone: ${startDate}`);
        if (startDate.toUnixTime() > until) return;
        found.push({
            of: recurrenceId.toString().replace("Z", ""),
            start: startDate.toUnixTime(), end: endDate.toUnixTime(),
            title: item.summary, place: item.location ?? "", status: item.component.getFirstPropertyValue("status"),
        });
    };
    if (!event.isRecurring()) {
        take({ recurrenceId: event.startDate, item: event, startDate: event.startDate, endDate: event.endDate });
        return found;
    }
    const days = 60 * 86400; // what was moved forward has its name behind what is to come
    const iterator = event.iterator();
    for (let next; (next = iterator.next()) && next.toUnixTime() <= until + days; ) take(event.getOccurrenceDetails(next));
    return found.sort((one, other) => one.start - other.start);
}

let given = "";
for await (const piece of process.stdin.setEncoding("utf8")) given += piece;
const answers = JSON.parse(given).map((file) => {
    try {
        return occurrences(file);
    } catch (error) {
        return { failed: String(error?.stack ?? error) };
    }
});
process.stdout.write(JSON.stringify(answers));
