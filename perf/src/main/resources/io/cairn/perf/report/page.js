
(function () {
  "use strict";
  var LIGHT = ["#0b62a8", "#b8430b", "#00735c", "#8a2f91", "#6e5a00", "#3d4651"];
  var DARK = ["#6cb6ff", "#ff9d5c", "#45d0a2", "#e29be8", "#e3cf57", "#c4ccd6"];
  var DASHES = [[], [8, 4], [2, 3], [12, 4, 2, 4]];
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var RANKS = [0, 50, 90, 99, 99.9, 99.99, 99.999];

  function dashOf(i, colours) {
    return (i + Math.floor(i / colours)) % DASHES.length;
  }
  function spread(rank) { return -Math.log10(1 - rank / 100); }
  function unspread(x) { return 100 * (1 - Math.pow(10, -x)); }

  function time(nanos) {
    if (nanos == null) return "";
    if (nanos >= 1e9) return short(nanos / 1e9) + " s";
    if (nanos >= 1e6) return short(nanos / 1e6) + " ms";
    if (nanos >= 1e3) return short(nanos / 1e3) + " µs";
    return short(nanos) + " ns";
  }
  function short(number) {
    return String(Number(number.toPrecision(3)));
  }
  function count(n) {
    if (n >= 1e6) return short(n / 1e6) + "M";
    return n >= 1e3 ? short(n / 1e3) + "k" : short(n);
  }
  function rank(x) {
    var value = unspread(x);
    return (value > 99 ? value.toFixed(3).replace(/\.?0+$/, "") : Math.round(value)) + " %";
  }

  /* All curves over one row of x, with gaps where a curve has no point. */
  function align(plot, toX) {
    var xs = {};
    plot.series.forEach(function (s) { s.points.forEach(function (p) { xs[p.x] = true; }); });
    var raw = Object.keys(xs).map(Number).sort(function (a, b) { return a - b; });
    var rows = plot.series.map(function (s) {
      var at = {};
      s.points.forEach(function (p) { at[p.x] = p.nanos; });
      return raw.map(function (x) { return at[x] === undefined ? null : at[x]; });
    });
    return [raw.map(toX)].concat(rows);
  }

  /* Bounds of a logarithmic axis at 1, 2 or 5 times a power of ten. */
  function roundDown(value) {
    var power = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    var lead = value / power;
    return power * (lead >= 5 ? 5 : lead >= 2 ? 2 : 1);
  }
  function roundUp(value) {
    var down = roundDown(value);
    if (down >= value * (1 - 1e-9)) return down;
    var power = Math.pow(10, Math.floor(Math.log10(down) + 1e-9));
    var lead = Math.round(down / power);
    return power * (lead === 1 ? 2 : lead === 2 ? 5 : 10);
  }
  function logSplits(low, high, leads) {
    var splits = [];
    for (var e = Math.floor(Math.log10(low)) - 1; e <= Math.ceil(Math.log10(high)); e++) {
      leads.forEach(function (lead) {
        var value = lead * Math.pow(10, e);
        if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) splits.push(value);
      });
    }
    return splits;
  }

  /* Labels of the horizontal axis, but those that would touch the next one to the right. */
  function roomy(u, splits, label) {
    var next = Infinity;
    return splits.slice().reverse().map(function (x) {
      var at = u.valToPos(x, "x");
      if (next - at < 44) return "";
      next = at;
      return label(x);
    }).reverse();
  }

  function extent(rows) {
    var all = [].concat.apply([], rows).filter(function (v) { return v != null; });
    return [Math.min.apply(null, all), Math.max.apply(null, all)];
  }

  function draw(box) {
    var plot = JSON.parse(box.getAttribute("data-plot"));
    var percentiles = plot.kind === "PERCENTILES";
    var data = align(plot, percentiles ? spread : Number);
    var style = getComputedStyle(document.documentElement);
    var ink = style.getPropertyValue("--faint").trim();
    var line = style.getPropertyValue("--line").trim();
    var colours = dark.matches ? DARK : LIGHT;
    var font = "13px system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";
    var ys = extent(data.slice(1));
    var yLow = roundDown(ys[0]), yHigh = roundUp(ys[1]);
    if (yLow === yHigh) { yHigh = roundUp(yHigh * 1.5); }
    var yLeads = yHigh / yLow > 2000 ? [1] : [1, 2, 5];
    var xs = extent([data[0]]);
    var xLow = percentiles ? 0 : xs[0], xHigh = xs[1];
    var axis = { stroke: ink, font: font, labelFont: font, labelSize: 22,
      grid: { stroke: line, width: 1 }, ticks: { stroke: line, width: 1, size: 5 } };
    var width = box.clientWidth;
    var options = {
      width: width,
      height: Math.round(Math.max(300, Math.min(440, width * 0.5))),
      padding: [12, 30, 0, 0],
      legend: { markers: { width: 3, dash: function (u, i) {
        return ["solid", "dashed", "dotted", "dashed"][dashOf(i - 1, colours.length)];
      } } },
      cursor: { drag: { x: false, y: false }, points: { size: 8 } },
      scales: {
        x: percentiles ? { time: false, range: [xLow, xHigh] }
                       : { time: false, distr: 3, log: 10, range: [xLow, xHigh] },
        y: { distr: 3, log: 10, range: [yLow, yHigh] }
      },
      axes: [
        Object.assign({}, axis, {
          label: percentiles ? "percentile" : "entries in the store (log)",
          space: 1,
          splits: function () {
            return percentiles
              ? RANKS.map(spread).filter(function (x) { return x <= xHigh + 1e-9; })
              : logSplits(xLow, xHigh, [1]);
          },
          values: function (u, splits) { return roomy(u, splits, percentiles ? rank : count); },
          filter: function (u, splits) { return splits; }
        }),
        Object.assign({}, axis, {
          label: "time of an operation (log)",
          size: 64,
          splits: function () { return logSplits(yLow, yHigh, yLeads); },
          values: function (u, splits) { return splits.map(time); },
          filter: function (u, splits) { return splits; }
        })
      ],
      series: [{
        label: percentiles ? "percentile" : "entries",
        value: function (u, v) { return v == null ? "" : percentiles ? rank(v) : count(v); }
      }].concat(plot.series.map(function (s, i) {
        var colour = colours[i % colours.length];
        return {
          label: s.name, stroke: colour, width: 2, spanGaps: true,
          dash: DASHES[dashOf(i, colours.length)],
          points: { show: !percentiles, size: 7, fill: colour, stroke: colour },
          value: function (u, v) { return time(v); }
        };
      }))
    };
    box.textContent = "";
    return new uPlot(options, data, box);
  }

  document.querySelectorAll(".plot").forEach(function (box) {
    var chart = draw(box), width = box.clientWidth;
    function redraw() { chart.destroy(); chart = draw(box); width = box.clientWidth; }
    dark.addEventListener("change", redraw);
    new ResizeObserver(function () {
      if (box.clientWidth !== width) window.requestAnimationFrame(redraw);
    }).observe(box);
  });
})();
