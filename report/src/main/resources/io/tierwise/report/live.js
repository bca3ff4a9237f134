"use strict";
(() => {
  const live = JSON.parse(document.getElementById("data").textContent).live;
  if (!live) {
    return;
  }
  const element = (id) => document.getElementById(id);
  const digits = (value) => Number(value.toPrecision(3)).toString();
  const own = () => ({
    cpu: live.tiers.map((tier) => tier.cpu),
    rate: live.links.map((link) => link.rate ?? Infinity),
    rtt: live.links.map((link) => link.rtt),
    drop: live.drop ?? Infinity,
  });
  const same = (one, other) => ["cpu", "rate", "rtt"].every((key) => one[key].every((value, i) => value === other[key][i]));

  // The sum that LiveForecast describes, in nanoseconds.
  function nanos(cell, at) {
    let wire = 0;
    for (const way of cell.ways) {
      let slowest = 0;
      for (const link of way.links) {
        wire += at.rtt[link] / 2;
        slowest = Math.max(slowest, 8e9 / at.rate[link]);
      }
      wire += slowest * way.bytes;
    }
    let sum = cell.fixed + cell.moved + wire + live.sourceNanos / at.cpu[live.source];
    cell.work.forEach((work, part) => { sum += work / at.cpu[cell.tiers[part]]; });
    return Math.max(sum, wire);
  }

  function ranked(at) {
    return live.cells
      .filter((cell) => at.drop === Infinity || (cell.drop !== undefined && cell.drop <= at.drop + 1e-9))
      .map((cell) => ({ cell, nanos: nanos(cell, at) }))
      .sort((a, b) => a.nanos - b.nanos);
  }

  const state = own();

  function basis(cell) {
    if (!cell.measured || !same(state, own())) {
      return "forecast";
    }
    return cell.tiers.some((tier) => live.tiers[tier].emulated) ? "emulated" : "measured";
  }

  const knobs = [];

  // A knob without an index is of the whole: its greatest value means no bound.
  function knob(key, index, name, low, high, show) {
    const logs = low > 0;
    const toValue = (place) => (logs ? low * (high / low) ** (place / 1000) : low + ((high - low) * place) / 1000);
    const toPlace = (value) => (logs ? (1000 * Math.log(value / low)) / Math.log(high / low) : (1000 * (value - low)) / (high - low));
    const label = document.createElement("label");
    const said = document.createElement("b");
    const input = document.createElement("input");
    label.append(name + " ", said, input);
    Object.assign(input, { type: "range", min: 0, max: 1000, step: "any" });
    const read = () => (index === null ? state[key] : state[key][index]);
    const write = (value) => { if (index === null) { state[key] = value; } else { state[key][index] = value; } };
    const refresh = () => {
      input.value = Math.min(1000, Math.max(0, toPlace(Math.min(read(), high))));
      said.textContent = show(read());
    };
    input.addEventListener("input", () => {
      const place = Number(input.value);
      write(index === null && place === 1000 ? Infinity : toValue(place));
      said.textContent = show(read());
      draw();
    });
    element("knobs").append(label);
    knobs.push(refresh);
    refresh();
  }

  const mbit = (rate) => (rate === Infinity ? "not limited" : digits(rate / 1e6) + " Mbit/s");
  live.links.forEach((link, i) => {
    knob("rate", i, link.name + " bandwidth", 1e5, 1e10, mbit);
    knob("rtt", i, link.name + " round trip", 1e4, 1e9, (value) => digits(value / 1e6) + " ms");
  });
  live.tiers.forEach((tier, i) => knob("cpu", i, tier.name + " share of a core", 0.01, 1, digits));
  knob("drop", null, "most drop of accuracy", 0, 0.2, (value) => (value === Infinity ? "any" : digits(value * 100) + " pp"));
  const reset = document.createElement("button");
  reset.type = "button";
  reset.textContent = "as in the study";
  reset.addEventListener("click", () => {
    Object.assign(state, own());
    knobs.forEach((refresh) => refresh());
    draw();
  });
  element("knobs").append(reset);

  // Who wins along the bandwidth of the first link, everything else as the sliders say.
  function sentence() {
    if (live.links.length === 0) {
      return "";
    }
    const spans = [];
    for (let place = 0; place <= 160; place++) {
      const rate = 1e5 * 1e5 ** (place / 160);
      const best = ranked({ ...state, rate: state.rate.map((value, i) => (i === 0 ? rate : value)) })[0];
      const name = best ? best.cell.name : "nothing";
      if (spans.length === 0 || spans[spans.length - 1].name !== name) {
        spans.push({ name, from: rate });
      }
    }
    const link = live.links[0].name;
    if (spans.length === 1) {
      return `${spans[0].name} at any bandwidth of ${link} from 0.1 Mbit/s to 10 Gbit/s.`;
    }
    const above = spans.slice(1).reverse().map((span) => `above ${mbit(span.from)} ${span.name}`);
    return `${link}: ${above.join(", ")}, below ${spans[0].name}.`;
  }

  function cell(row, text, right) {
    const made = document.createElement("td");
    made.textContent = text;
    if (right) {
      made.className = "n";
    }
    row.append(made);
  }

  function draw() {
    const all = ranked(state);
    element("now").textContent = all.length === 0
      ? "Nothing keeps that accuracy."
      : `${all[0].cell.name}: ${digits(all[0].nanos / 1e6)} ms (${basis(all[0].cell)})`;
    element("sentence").textContent = sentence();
    element("fastest").replaceChildren(...all.slice(0, 6).map((entry) => {
      const row = document.createElement("tr");
      const kind = basis(entry.cell);
      cell(row, entry.cell.name, false);
      cell(row, digits(entry.nanos / 1e6), true);
      cell(row, kind === "forecast" && live.factor ? `${digits(entry.nanos / live.factor / 1e6)} to ${digits((entry.nanos * live.factor) / 1e6)}` : "-", true);
      cell(row, kind, false);
      cell(row, entry.cell.drop === undefined ? "-" : digits(entry.cell.drop * 100) + " pp", true);
      return row;
    }));
  }

  element("copy").addEventListener("click", () => {
    const range = document.createRange();
    range.selectNodeContents(element("sentence"));
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    if (navigator.clipboard) {
      navigator.clipboard.writeText(element("sentence").textContent).then(
        () => { element("copy").textContent = "copied"; },
        () => { element("copy").textContent = "selected"; });
    } else {
      element("copy").textContent = "selected";
    }
  });
  draw();
})();
