"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);

  // Colours are the style sheet's, so that a change of scheme, or printing, repaints without drawing again.
  const ink = (name) => `var(--${name})`;
  const roles = ["recommended", "leading", "equal to it", "other", "misses a goal"];
  const roleInks = [ink("best"), ink("best"), ink("equal"), ink("plain"), ink("bad")];
  const roleShapes = ["diamond", "diamond", "circle", "circle", "cross"];

  function scatter() {
    const host = document.getElementById("scatter");
    if (data.points.length === 0) {
      host.textContent = "No strategy has both a latency and an accuracy.";
      return;
    }
    const present = roles.filter((role) => data.points.some((point) => point.role === role));
    const of = (all) => present.map((role) => all[roles.indexOf(role)]);
    const times = data.points.map((point) => point.millis);
    const wide = Math.max(...times) / Math.min(...times) > 8;
    const x = {
      field: "millis", type: "quantitative", title: "median latency, milliseconds" + (wide ? " (logarithmic)" : ""),
      scale: wide ? { type: "log", nice: false, domain: [Math.min(...times) * 0.8, Math.max(...times) * 1.2] } : { type: "linear", zero: false, nice: true }, axis: { tickCount: 6, format: "~g" },
    };
    const y = {
      field: "accuracy", type: "quantitative", title: null,
      scale: { zero: false, nice: true, padding: 20 }, axis: { format: ".1%", tickCount: 6 },
    };
    const tooltip = [
      { field: "name", title: "title" }, { field: "role", title: "role" }, { field: "rank", title: "rank" },
      { field: "p50Words", title: "p50" }, { field: "p95Words", title: "p95" },
      { field: "accuracyWords", title: "accuracy" }, { field: "dropWords", title: "drop" },
      { field: "bytesWords", title: "bytes sent" }, { field: "kind", title: "Pareto" },
    ].map((entry) => ({ ...entry, type: "nominal" }));
    const narrow = host.clientWidth < 560;
    const layers = [
      {
        transform: [{ filter: "datum.front" }],
        mark: { type: "line", interpolate: "step-after", color: ink("front"), strokeWidth: 1.5, opacity: 0.8 },
        encoding: { x, y, order: { field: "millis", type: "quantitative" } },
      },
      {
        transform: [{ filter: "isValid(datum.low)" }],
        mark: { type: "rule", color: ink("plain"), opacity: 0.7 },
        encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, y },
      },
      {
        mark: { type: "point", filled: true, opacity: 1, size: 90, stroke: ink("card"), strokeWidth: 1 },
        encoding: {
          x, y, tooltip,
          color: { field: "role", type: "nominal", title: null, scale: { domain: present, range: of(roleInks) } },
          shape: { field: "role", type: "nominal", title: null, scale: { domain: present, range: of(roleShapes) } },
          size: { condition: { test: "datum.role === 'recommended' || datum.role === 'leading'", value: 220 }, value: 80 },
        },
      },
      {
        transform: [{ filter: "datum.front" }],
        mark: { type: "text", dy: -13, color: ink("ink"), fontSize: 11, fontWeight: 600 },
        encoding: { x, y, text: { field: "operators", type: "nominal" } },
      },
    ];
    const goal = (channel, value, words) => ({
      data: { values: [{ at: value }] },
      mark: { type: "rule", color: ink("bad"), strokeDash: [5, 4], tooltip: words },
      encoding: { [channel]: { field: "at", type: "quantitative" } },
    });
    if (data.limits.millis !== undefined) layers.unshift(goal("x", data.limits.millis, "goal for p50"));
    if (data.limits.accuracy !== undefined) layers.unshift(goal("y", data.limits.accuracy, "least accuracy by the goals"));
    const spec = {
      width: "container", height: narrow ? 320 : 400, background: null, data: { values: data.points }, layer: layers,
      autosize: { type: "fit-x", contains: "padding" },
      config: {
        font: getComputedStyle(document.body).fontFamily, view: { stroke: null },
        axis: {
          labelColor: ink("muted"), titleColor: ink("muted"), gridColor: ink("faint"), domainColor: ink("line"),
          tickColor: ink("line"), labelFontSize: 11, titleFontSize: 12, titleFontWeight: "normal",
        },
        legend: { orient: "top", labelColor: ink("ink"), labelFontSize: 12, symbolSize: 90, columns: narrow ? 2 : 0 },
      },
    };
    // The interpreter instead of generated functions: the page's policy forbids evaluating text.
    vegaEmbed(host, spec, {
      mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false,
      tooltip: { disableDefaultStyle: true },
    }).catch((error) => {
      host.textContent = "The picture could not be drawn: " + error.message;
      console.error(error);
    });
  }

  function chain() {
    const pick = document.getElementById("placement");
    const steps = [...document.querySelectorAll("#chain > li")];
    const show = () => {
      const placement = data.placements[pick.selectedIndex];
      if (!placement) return;
      const { parts, cuts, skipped, exits } = placement;
      steps.forEach((step, index) => {
        const part = Math.min(cuts.filter((cut) => cut < index).length, Math.max(0, parts.length - 1));
        const cut = cuts.includes(index) && part + 1 < parts.length;
        step.className = `tier-${Math.min(part, 3)}` + (skipped.includes(index) ? " skipped" : "") + (cut ? " cut" : "") + (exits[index] ? " exit" : "");
        step.querySelector(".exitmark").textContent = exits[index] ?? "";
        step.querySelector(".cutmark").textContent =
          cut ? `cut here: ${data.bytes[index]} of tensor leave ${parts[part]} for ${parts[part + 1]}` : "";
      });
      const chips = parts.map((tier, index) => {
        const chip = document.createElement("span");
        chip.className = `chip tier-${Math.min(index, 3)}`;
        chip.textContent = tier;
        return chip;
      });
      document.getElementById("chain-parts").replaceChildren("; the parts run on ", ...chips.flatMap((chip) => [chip, " "]));
      document.getElementById("chain-note").textContent = placement.elsewhere;
    };
    pick.disabled = false;
    pick.addEventListener("change", show);
    show();
  }

  scatter();
  chain();
})();
