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

  // The first of ranked(at), without ordering the others.
  function fastest(at, cells) {
    let best = null;
    let least = Infinity;
    for (const cell of cells) {
      const time = at.drop === Infinity || (cell.drop !== undefined && cell.drop <= at.drop + 1e-9) ? nanos(cell, at) : Infinity;
      if (time < least) {
        least = time;
        best = cell;
      }
    }
    return best;
  }

  const state = own();

  function basis(cell) {
    if (!cell.measured || !same(state, own())) {
      return "forecast";
    }
    return cell.tiers.some((tier) => live.tiers[tier].emulated) ? "emulated" : "measured";
  }

  const knobs = [];
  const axes = [];

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
    if (index !== null) {
      axes.push({ key, index, name, show, toValue, toPlace, low, high });
    }
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
      const best = fastest({ ...state, rate: state.rate.map((value, i) => (i === 0 ? rate : value)) }, live.cells);
      const name = best ? best.name : "nothing";
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

  const COLUMNS = 48;
  const ROWS = 24;
  const SIZE = 10;
  const svg = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    return made;
  };
  const chooser = (id, first) => {
    axes.forEach((axis, i) => element(id).append(new Option(axis.name, String(i), i === first, i === first)));
    element(id).addEventListener("change", drawMap);
  };
  const set = (at, axis, value) => ({ ...at, [axis.key]: at[axis.key].map((old, i) => (i === axis.index ? value : old)) });
  const middle = (place, count) => (1000 * (place + 0.5)) / count;
  let drawing = 0;

  // Who wins over two knobs at once, everything else as the sliders say. Only what wins on a coarse grid, or comes
  // second or third there, is looked at on the fine one.
  function drawMap() {
    const across = axes[Number(element("across").value)];
    const up = axes[Number(element("up").value)];
    if (across === up) {
      element("map").replaceChildren();
      element("map-key").textContent = "Choose two different axes.";
      return;
    }
    const at = (x, y) => set(set(state, across, across.toValue(x)), up, up.toValue(y));
    const likely = new Set();
    for (let row = 0; row < 6; row++) {
      for (let column = 0; column < 12; column++) {
        const here = at((1000 * column) / 11, (1000 * row) / 5);
        let rest = live.cells;
        for (let place = 0; place < 3; place++) {
          const best = fastest(here, rest);
          if (best) {
            likely.add(best);
            rest = rest.filter((other) => other !== best);
          }
        }
      }
    }
    const cells = [...likely];
    const winners = [];
    const spots = new Map();
    const regions = [];
    for (let row = 0; row < ROWS; row++) {
      let run = null;
      for (let column = 0; column < COLUMNS; column++) {
        const best = fastest(at(middle(column, COLUMNS), middle(row, ROWS)), cells);
        if (best && !winners.includes(best)) {
          winners.push(best);
        }
        if (run && run.best === best) {
          run.count++;
        } else {
          run = { best, row, column, count: 1 };
          regions.push(run);
        }
        if (best && (!spots.has(best) || run.count > spots.get(best).count)) {
          spots.set(best, { ...run });
        }
      }
    }
    const top = (row) => (ROWS - 1 - row) * SIZE;
    const shade = (best) => (best === null ? "none" : `w${winners.indexOf(best) % 8}`);
    const letter = (best) => String.fromCharCode(65 + (winners.indexOf(best) % 26));
    const drawn = regions.map((run) => svg("rect", { x: run.column * SIZE, y: top(run.row), width: run.count * SIZE + 0.2, height: SIZE + 0.2, class: shade(run.best) }));
    spots.forEach((run, best) => {
      const text = svg("text", { x: (run.column + run.count / 2) * SIZE, y: top(run.row) + SIZE });
      text.textContent = letter(best);
      drawn.push(text);
    });
    const clamp = (axis) => Math.min(1000, Math.max(0, axis.toPlace(Math.min(state[axis.key][axis.index], axis.high)))) / 1000;
    drawn.push(svg("circle", { cx: clamp(across) * COLUMNS * SIZE, cy: (1 - clamp(up)) * ROWS * SIZE, r: 5 }));
    element("map").replaceChildren(...drawn);
    element("map-x").textContent = `${across.name}: ${across.show(across.low)} to ${across.show(across.high)}, to the right`;
    element("map-y").textContent = `${up.name}: ${up.show(up.low)} to ${up.show(up.high)}, upwards`;
    element("map-key").replaceChildren(...winners.map((best) => {
      const item = document.createElement("li");
      const mark = document.createElement("b");
      mark.className = shade(best);
      mark.textContent = letter(best);
      item.append(mark, " " + best.name);
      return item;
    }));
  }

  element("map").addEventListener("click", (event) => {
    const across = axes[Number(element("across").value)];
    const up = axes[Number(element("up").value)];
    const box = element("map").getBoundingClientRect();
    state[across.key][across.index] = across.toValue((1000 * (event.clientX - box.left)) / box.width);
    state[up.key][up.index] = up.toValue(1000 * (1 - (event.clientY - box.top) / box.height));
    knobs.forEach((refresh) => refresh());
    draw();
  });

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
      cell(row, kind === "forecast" && entry.cell.factor ? `${digits(entry.nanos / entry.cell.factor / 1e6)} to ${digits((entry.nanos * entry.cell.factor) / 1e6)}` : "-", true);
      cell(row, kind, true);
      cell(row, entry.cell.drop === undefined ? "-" : digits(entry.cell.drop * 100) + " pp", true);
      return row;
    }));
    cancelAnimationFrame(drawing);
    drawing = requestAnimationFrame(drawMap);
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
  chooser("across", 0);
  chooser("up", axes.findIndex((axis) => axis.key === "cpu" && axis.index === live.source));
  draw();
})();
