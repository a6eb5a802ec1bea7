// SPDX-License-Identifier: GPL-2.0-or-later
// Plays the sessions of a report's page, and searches their text. What a guest printed is only ever set as text.
"use strict";

const LINE_EM = 1.25;
const STEP_MS = 30; // between two looks at what is to be shown
const FLAGS = ["bold", "underlined", "italic", "reverse", "struck"];

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function styled(text, [front, back, flags]) {
  const span = element("span", { textContent: text });
  const reverse = flags & 8;
  span.style.color = (reverse ? back || "var(--screen)" : front) || "";
  span.style.backgroundColor = (reverse ? front || "var(--ink)" : back) || "";
  span.className = FLAGS.filter((flag, bit) => flags & (1 << bit)).join(" ");
  return span;
}

// A session's screen: data.rows are the different rows that it ever had, [text, style, text, style…]; data.frames are
// [milliseconds, cursor's row or -1, its column, number of rows, row, index of what it shows, row, index…].
class Screen {
  constructor(data) {
    this.data = data;
    this.cursor = element("i", { className: "cursor" });
    this.node = element("div", { className: "screen", tabIndex: 0 }, this.cursor);
    this.node.style.minWidth = `${data.columns}ch`;
    this.rows = [];
    this.next = 0;
  }

  reset() {
    this.rows.forEach((row) => row.remove());
    this.rows = [];
    this.next = 0;
  }

  show(frame) {
    const [, y, x, count] = frame;
    while (this.rows.length > count) {
      this.rows.pop().remove();
    }
    while (this.rows.length < count) {
      this.rows.push(this.node.appendChild(element("div", { className: "row" })));
    }
    for (let i = 4; i < frame.length; i += 2) {
      const row = this.data.rows[frame[i + 1]], spans = [];
      for (let part = 0; part < row.length; part += 2) {
        spans.push(row[part + 1] ? styled(row[part], this.data.styles[row[part + 1]]) : row[part]);
      }
      this.rows[frame[i]].replaceChildren(...spans);
    }
    this.cursor.hidden = y < 0;
    this.cursor.style.top = `${y * LINE_EM}em`;
    this.cursor.style.left = `${x}ch`;
  }

  // Shows what was to be seen at that time.
  seek(ms) {
    if (this.next > 0 && this.data.frames[this.next - 1][0] > ms) {
      this.reset();
    }
    while (this.next < this.data.frames.length && this.data.frames[this.next][0] <= ms) {
      this.show(this.data.frames[this.next++]);
    }
  }
}

function clock(ms) {
  const s = Math.floor(ms / 1000);
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, "0")}`;
}

function startPlayer(holder) {
  if (holder.classList.contains("started")) {
    return;
  }
  holder.classList.add("started");
  const data = JSON.parse(holder.querySelector("script").textContent);
  const screen = new Screen(data);
  const button = element("button", { type: "button", textContent: "Play" });
  const slider = element("input", { type: "range", min: 0, max: data.length, value: 0, step: 10, ariaLabel: "Time" });
  const time = element("span", { className: "time" });
  const speed = element("select", { ariaLabel: "Speed" },
    ...[0.5, 1, 2, 5, 20].map((x) => element("option", { value: x, textContent: `${x}×`, selected: x === 1 })));
  const skip = element("input", { type: "checkbox", checked: true });
  let now = 0, last = 0, playing = false;

  function show(ms) {
    now = Math.min(Math.max(ms, 0), data.length);
    screen.seek(now);
    slider.value = now;
    time.textContent = `${clock(now)} / ${clock(data.length)}`;
  }

  function toggle(on) {
    playing = on;
    button.textContent = on ? "Pause" : "Play";
    if (on) {
      if (now >= data.length) {
        show(0);
      }
      last = performance.now();
      setTimeout(step, STEP_MS);
    }
  }

  function step() {
    if (!playing) {
      return;
    }
    const at = performance.now();
    let to = now + Math.max(at - last, 0) * speed.value;
    last = at;
    const next = data.frames[screen.next];
    if (skip.checked && next && next[0] > now + 2000) {
      to = Math.max(to, next[0] - 500);
    }
    show(to);
    if (now >= data.length) {
      toggle(false);
    } else {
      setTimeout(step, STEP_MS);
    }
  }

  button.addEventListener("click", () => toggle(!playing));
  slider.addEventListener("input", () => show(Number(slider.value)));
  holder.append(
    element("div", { className: "controls" }, button, slider, time, speed, element("label", {}, skip, " skip pauses")),
    element("div", { className: "frame" }, screen.node));
  holder.toggle = () => toggle(!playing);
  show(data.first);
}

function startSearch(field, count) {
  const sessions = [...document.querySelectorAll("details.session")].map((node) => {
    const text = node.querySelector("pre.text");
    return { node, text, lines: text.textContent.split("\n") };
  });

  function search() {
    const wanted = field.value.toLowerCase();
    let found = 0;
    for (const { node, text, lines } of sessions) {
      const matching = wanted ? lines.filter((line) => line.toLowerCase().includes(wanted)) : lines;
      text.textContent = matching.join("\n");
      node.hidden = matching.length === 0;
      node.querySelector("details.lines").open = Boolean(wanted);
      node.open = Boolean(wanted) && !node.hidden;
      found += wanted ? matching.length : 0;
    }
    count.textContent = wanted ? `${found} ${found === 1 ? "line" : "lines"}` : "";
  }

  field.addEventListener("input", search);
  field.parentNode.hidden = false;
}

for (const holder of document.querySelectorAll(".player")) {
  const session = holder.closest("details");
  session.addEventListener("toggle", () => {
    if (session.open) {
      startPlayer(holder);
    }
  });
}

// #sN opens the sessions of a recording, #sN=play plays them, #find=TEXT searches.
function follow() {
  const [name, value] = location.hash.slice(1).split("=");
  if (name === "find" && field) {
    field.value = decodeURIComponent(value || "");
    field.dispatchEvent(new Event("input"));
  } else if (/^s\d+$/.test(name)) {
    const sessions = document.getElementById(name);
    sessions?.querySelectorAll("details.session").forEach((session) => {
      session.open = true;
    });
    if (value === "play") {
      sessions?.scrollIntoView();
      sessions?.querySelectorAll(".player").forEach((holder) => {
        startPlayer(holder);
        holder.toggle();
      });
    }
  }
}

const field = document.querySelector("#search");
if (field) {
  startSearch(field, document.querySelector("#found"));
}
window.addEventListener("hashchange", follow);
follow();
