/**
 * What the report does where scripts run: one trade is chosen at a time, a table sorts by its titles, and the pointer reads
 * the account. Without it all of it can be read too. Written for a browser, and kept as text.
 */
export const SCRIPT = String.raw`
(() => {
  'use strict';
  const one = (within, what) => within.querySelector(what);
  const all = (within, what) => [...within.querySelectorAll(what)];

  const charts = one(document, '.charted');
  if (charts) {
    const trades = all(charts, 'details.trade');
    const select = one(charts, 'select');
    const show = (at, scroll) => {
      trades.forEach((trade, i) => {
        trade.open = i === at;
        trade.hidden = i !== at;
      });
      select.selectedIndex = at;
      one(charts, '.before').disabled = at <= 0;
      one(charts, '.next').disabled = at >= trades.length - 1;
      if (scroll) charts.scrollIntoView({ block: 'start' });
    };
    const asked = () => trades.findIndex(trade => one(trade, '[id]').id === location.hash.slice(1));
    one(charts, '.choose').hidden = false;
    charts.classList.add('scripted');
    select.addEventListener('change', () => show(select.selectedIndex, false));
    one(charts, '.before').addEventListener('click', () => show(select.selectedIndex - 1, false));
    one(charts, '.next').addEventListener('click', () => show(select.selectedIndex + 1, false));
    addEventListener('hashchange', () => {
      const at = asked();
      if (at >= 0) show(at, true);
    });
    show(Math.max(0, asked()), asked() >= 0);
  }

  const worth = cell => {
    const text = cell.dataset.v ?? cell.textContent.trim();
    if (/^\d{4}-\d\d-\d\d/.test(text)) return text;
    const number = parseFloat(text.replace(/[^0-9.\-]/g, ''));
    return cell.classList.contains('num') && !Number.isNaN(number) ? number : text;
  };
  for (const table of all(document, 'table.sortable')) {
    const heads = all(table, 'thead th');
    heads.forEach((head, column) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener('click', () => {
        const up = head.getAttribute('aria-sort') !== 'ascending';
        for (const each of heads) each.removeAttribute('aria-sort');
        head.setAttribute('aria-sort', up ? 'ascending' : 'descending');
        const rows = [...table.tBodies[0].rows].map(row => [worth(row.cells[column]), row]);
        rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0) * (up ? 1 : -1));
        table.tBodies[0].append(...rows.map(([, row]) => row));
      });
    });
  }

  const account = one(document, '.account');
  const points = account && JSON.parse(one(account, '.points').textContent);
  if (points && points.length > 0) {
    const readout = one(account, '.readout');
    const told = readout.textContent;
    const draws = all(account, '.draw');
    const lines = draws.map(draw => {
      const line = document.createElement('i');
      line.className = 'at';
      line.hidden = true;
      draw.append(line);
      return line;
    });
    const [from, to] = [Number(account.dataset.from), Number(account.dataset.to)];
    const say = ([at, equity, depth, gross, net]) =>
      new Date(at).toISOString().slice(0, 16).replace('T', ' ') + ' UTC: $' +
      equity.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }) +
      ', drawdown ' + (depth * 100).toFixed(1) + ' %, gross ' + gross.toFixed(2) + 'x, net ' + net.toFixed(2) + 'x';
    const move = event => {
      const box = draws[0].getBoundingClientRect();
      const at = from + ((event.clientX - box.left) / box.width) * (to - from);
      const found = points.find(point => point[0] >= at) ?? points[points.length - 1];
      readout.textContent = say(found);
      for (const line of lines) {
        line.hidden = false;
        line.style.left = (100 * (found[0] - from)) / (to - from) + '%';
      }
    };
    for (const draw of draws) draw.addEventListener('pointermove', move);
    account.addEventListener('pointerleave', () => {
      readout.textContent = told;
      for (const line of lines) line.hidden = true;
    });
  }
})();
`;
