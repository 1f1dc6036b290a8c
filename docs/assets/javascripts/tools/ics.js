/* Calendar files (RFC 5545) made here: one day with two reminders. Pure. */

const LONGEST = 75; // octets of a line, its break left out
const REMINDERS = ["-PT15H", "-P2DT15H"]; // nine in the morning, one day and three days before

/**
 * The text of an .ics file with one all-day event.
 * @param {{day: string, title: string, text: string, stamp: Date}} event `day` is 'YYYY-MM-DD'; `stamp` is when the file is made
 */
export function icsOf({ day, title, text, stamp }) {
  const made = `${stamp.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//jiangli//deadline//ZH",
    "BEGIN:VEVENT",
    `UID:${made}-${day}@jiangli`,
    `DTSTAMP:${made}`,
    `DTSTART;VALUE=DATE:${day.replaceAll("-", "")}`,
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text)}`,
    "TRANSP:TRANSPARENT",
    ...REMINDERS.flatMap((before) => ["BEGIN:VALARM", "ACTION:DISPLAY", `DESCRIPTION:${escaped(title)}`, `TRIGGER:${before}`, "END:VALARM"]),
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r?\n/g, "\\n");

/* Long lines go on after a break and a space; no character is cut in two. */
function folded(line) {
  const lines = [""];
  let room = LONGEST;
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (size > room) {
      lines.push("");
      room = LONGEST - 1;
    }
    lines[lines.length - 1] += letter;
    room -= size;
  }
  return lines.join("\r\n ");
}
