// What ical.js, the reader of Thunderbird, finds in a calendar.
//
//     node entry.mjs FOLDER FILE
//
// FOLDER holds the package ical.js. Standard output has one object of JSON; a fault of form ends
// with its message and the exit code 1.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const { default: ICAL } = await import(pathToFileURL(resolve(process.argv[2], "dist/ical.js")));
const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[3], "utf8")));
const [entry, ...others] = calendar.getAllSubcomponents("vevent");
if (others.length > 0) throw new Error("more than one entry");

const first = (name) => entry.getFirstPropertyValue(name);
const time = (name) => {
  const value = first(name);
  if (value === null) return null;
  return value.isDate ? value.toString() : value.toJSDate().toISOString();
};
const organizer = entry.getFirstProperty("organizer");
console.log(
  JSON.stringify({
    method: calendar.getFirstPropertyValue("method"),
    uid: first("uid"),
    sequence: first("sequence"),
    stamp: time("dtstamp"),
    start: time("dtstart"),
    end: time("dtend"),
    summary: first("summary"),
    location: first("location"),
    description: first("description"),
    contacts: entry.getAllProperties("contact").map((contact) => contact.getFirstValue()),
    organizer: organizer && [organizer.getParameter("cn"), organizer.getFirstValue()],
    status: first("status"),
  }),
);
