/** The report's one sheet: the colours and the measures of the desk's page. Dark is the same sheet by other values. */
export const SHEET = `
:root{--bg:#f4f6f7;--panel:#fff;--ink:#16212a;--muted:#55646e;--line:#e2e8eb;--line-strong:#b8c4ca;--accent:#0b6b7a;--accent-soft:#e1f1f3;--good:#0a6e4a;--bad:#b3202f;--bad-soft:#b3202f22;--warn:#8a5200;--warn-soft:#fff3dc;--mono:ui-monospace,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace}
@media (prefers-color-scheme:dark){:root{--bg:#0f161b;--panel:#172128;--ink:#e4ecf0;--muted:#9db0bb;--line:#26333c;--line-strong:#4a5c68;--accent:#58c4d6;--accent-soft:#14343b;--good:#52cf9c;--bad:#ff8a92;--bad-soft:#ff8a9226;--warn:#f0b558;--warn-soft:#3a2c12}}
*{box-sizing:border-box}
html{color-scheme:light dark;-webkit-text-size-adjust:100%;scroll-behavior:smooth}
@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
a{color:var(--accent);text-underline-offset:2px}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px;border-radius:2px}
h1,h2,h3,p,ul,ol,dl,dd{margin:0;padding:0}
small{color:var(--muted);font-size:.86em;font-weight:400}
.hidden{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}
[hidden]{display:none!important}
.num{font-variant-numeric:tabular-nums}
.note{color:var(--muted)}
.lead{font-size:1.07em;margin-bottom:10px}
.top{display:flex;flex-wrap:wrap;gap:4px 24px;align-items:baseline;padding:14px 20px;background:var(--panel);border-bottom:1px solid var(--line)}
.top h1{font-size:19px}
.top .span{font-weight:600}
.top .facts{flex-basis:100%;grid-template-columns:minmax(0,2fr) minmax(0,2fr) minmax(0,1fr);margin-top:4px}
.top .facts code{background:var(--bg);padding:1px 5px;border-radius:4px}
.brand{color:var(--accent)}
.notices,main,footer{max-width:1400px;margin:0 auto;padding:0 20px}
.notices{display:grid;gap:10px}
.notice{margin-top:14px;background:var(--warn-soft);border-left:4px solid var(--warn);padding:10px 14px;border-radius:6px}
.notice+.notice{margin-top:0}
.notice.stop{background:var(--bad-soft);border-color:var(--bad)}
.notice ul{padding-left:18px}
.notice li{overflow-wrap:anywhere}
main{padding-top:16px;padding-bottom:16px;display:grid;gap:16px}
footer{padding-bottom:28px;color:var(--muted);font-size:12px}
.grid{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px;align-items:start}
.grid.three{grid-template-columns:repeat(3,minmax(0,1fr))}
.stack{display:grid;gap:16px;align-content:start;min-width:0}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:14px 16px;min-width:0}
.panel.wide{grid-column:1/-1}
.panel>header{display:flex;flex-wrap:wrap;justify-content:space-between;gap:2px 16px;align-items:baseline;margin-bottom:10px}
h2{font-size:15px}
.panel>h2{margin-bottom:8px}
h3{font-size:13px;margin:16px 0 6px}
.chart+.note,.note+.scroll{margin-top:8px}
.tiles{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:12px}
.hero{background:var(--panel);border:1px solid var(--line);border-radius:8px;padding:12px 14px;display:grid;gap:2px;align-content:start;min-width:0}
.hero .name{color:var(--muted);font-size:12px}
.hero strong{font-size:24px;line-height:1.2;letter-spacing:-.01em}
.good{color:var(--good)}.bad{color:var(--bad)}.muted{color:var(--muted)}
.chip{display:inline-block;font-size:11px;font-weight:600;padding:1px 7px;border-radius:9px;background:var(--accent-soft);color:var(--accent)}
.chip.warned{background:var(--warn-soft);color:var(--warn)}
ul.plain{list-style:none;display:grid;gap:4px}
dl.rows{display:grid}
dl.rows div{display:flex;justify-content:space-between;gap:12px;align-items:baseline;border-bottom:1px solid var(--line);padding:4px 0}
dl.rows div:last-child{border-bottom:0}
dl.rows dd{text-align:right;font-weight:600;white-space:nowrap}
dl.rows dd:has(.hash){white-space:normal}
.hash{font-weight:400;overflow-wrap:anywhere}
code{font-family:var(--mono);font-size:12.5px}
summary{cursor:pointer}
details>summary{margin-top:8px}
button,select{font:inherit;color:var(--ink);background:var(--panel);border:1px solid var(--line-strong);border-radius:6px;padding:3px 10px;min-height:30px}
button{cursor:pointer}
button:disabled{color:var(--muted);border-color:var(--line);cursor:default}
select{max-width:100%}
.chart{display:grid;grid-template:var(--h) 18px/64px minmax(0,1fr);gap:2px 8px;font-size:11px;color:var(--muted);font-variant-numeric:tabular-nums}
.chart .ys,.chart .xs,.draw{position:relative}
.ys span{position:absolute;right:0;transform:translateY(-50%);white-space:nowrap}
.xs{grid-column:2}
.xs span{position:absolute;transform:translateX(-50%);white-space:nowrap}
.draw svg{display:block;width:100%;height:100%;overflow:visible}
.draw path{fill:none;vector-effect:non-scaling-stroke}
.draw .rule{stroke:var(--line);stroke-width:1}
.draw .line{stroke:currentColor;stroke-width:2;stroke-linejoin:round}
.draw .thin{stroke-width:1}
.draw .dashed{stroke-dasharray:6 4;stroke-width:1.25}
.draw .dotted{stroke-dasharray:2 4;stroke-width:1.5}
.draw .accent{color:var(--accent)}
.draw .faint{opacity:.45;stroke-width:3;stroke-linecap:round}
.draw .area{fill:currentColor;opacity:.13}
.draw .area.bad{opacity:.22}
.draw .area.soft{color:var(--muted);opacity:.35}
.draw .area.band{color:var(--accent);opacity:.4}
.draw .dots{stroke:currentColor;stroke-width:9;stroke-linecap:round}
.draw .dots.small{stroke-width:5;opacity:.55}
.draw .dots.ring{color:var(--panel);stroke-width:14}
.draw .up{color:var(--good)}.draw .down{color:var(--bad)}
.draw .fill{fill:currentColor}
.draw .candle{opacity:.75}
.draw .wick{stroke:var(--line-strong);stroke-width:1}
.draw .held{fill:var(--accent-soft);opacity:.55}
.draw .mark{position:absolute;right:0;transform:translateY(-50%);background:var(--panel);padding:0 4px;border-radius:3px;opacity:.92;white-space:nowrap}
.draw .at{position:absolute;top:0;bottom:0;width:1px;background:var(--line-strong);pointer-events:none}
.swatch{display:inline-block;width:10px;height:10px;border-radius:2px;vertical-align:-1px;background:var(--muted)}
.swatch.up{background:var(--good)}.swatch.down{background:var(--bad)}.swatch.gross{opacity:.5}.swatch.net{background:var(--accent);height:3px;vertical-align:3px}
.key{display:flex;flex-wrap:wrap;gap:4px 14px;align-items:center;font-size:12px;color:var(--muted);margin:8px 0}
.key span{display:inline-flex;gap:6px;align-items:center;white-space:nowrap}
.key .stroke{width:20px;border-top:2px solid currentColor}
.key .stroke.dashed{border-top-style:dashed}.key .stroke.dotted{border-top-style:dotted}
.key .dot{width:9px;height:9px;border-radius:50%;background:var(--accent)}
.key .dot.up{background:var(--good)}.key .dot.down{background:var(--bad)}
.choose{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
.choose label{display:flex;gap:8px;align-items:center;min-width:0;flex:0 1 auto}
.choose select{min-width:0;flex:0 1 auto}
.scripted .trade>summary{display:none}
.trade{margin-top:8px}
.facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,250px),1fr));gap:6px 18px;margin-top:10px}
.facts dt{color:var(--muted);font-size:11px}
.facts dd{font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.scroll{position:relative;overflow-x:auto;background:linear-gradient(to right,var(--panel) 30%,transparent) left/36px 100% no-repeat local,linear-gradient(to left,var(--panel) 30%,transparent) right/36px 100% no-repeat local,linear-gradient(to right,var(--line-strong),transparent) left/10px 100% no-repeat scroll,linear-gradient(to left,var(--line-strong),transparent) right/10px 100% no-repeat scroll}
.scroll.tall{max-height:560px;overflow-y:auto}
.scroll.some{max-height:420px;overflow-y:auto}
.scroll.tall thead th,.scroll.some thead th{position:sticky;top:0;background:var(--panel);box-shadow:0 1px 0 var(--line-strong)}
.scroll:focus-visible{outline-offset:-2px}
table{border-collapse:collapse;width:100%}
th,td{padding:5px 10px 5px 0;text-align:left;border-bottom:1px solid var(--line);vertical-align:top;white-space:nowrap}
thead th{color:var(--muted);font-weight:500;font-size:12px;vertical-align:bottom}
tbody th{font-weight:600}
th.num,td.num{text-align:right;padding-left:10px}
th.long{white-space:normal;min-width:180px;font-weight:400}
tbody tr:last-child>*{border-bottom:0}
.sortable thead button{all:unset;cursor:pointer}
.sortable thead button:focus-visible{outline:2px solid var(--accent)}
.sortable [aria-sort=ascending] button::after{content:" ▲";font-size:9px}
.sortable [aria-sort=descending] button::after{content:" ▼";font-size:9px}
.barcell{width:26%;min-width:80px;padding-left:6px}
.bar1{display:block;height:10px;margin-top:5px;background:var(--accent);border-radius:2px;min-width:1px}
.both{display:block;position:relative;height:12px;margin-top:4px;background:linear-gradient(var(--line-strong),var(--line-strong)) 50%/1px 100% no-repeat}
.both i{position:absolute;top:0;bottom:0;border-radius:2px}
.both .up{background:var(--good)}.both .down{background:var(--bad)}
.waterfall{list-style:none;display:grid;gap:2px}
.waterfall li{display:grid;grid-template-columns:minmax(150px,230px) minmax(100px,1fr) 110px minmax(0,1.1fr);gap:0 14px;padding:6px 0;border-bottom:1px solid var(--line);align-items:center}
.waterfall .amount{text-align:right;font-weight:600}
.waterfall .amount small{display:block}
.waterfall .cut .amount small{color:var(--bad)}
.waterfall .grown .amount small{color:var(--good)}
.waterfall .why{color:var(--muted);font-size:13px;overflow-wrap:anywhere}
.waterfall .bar{display:flex;height:16px;background:var(--bg);border-radius:3px;overflow:hidden}
.waterfall .stays{background:var(--accent)}
.waterfall .cut .moves{background:repeating-linear-gradient(135deg,var(--bad) 0 3px,transparent 3px 6px)}
.waterfall .grown .moves{background:var(--good)}
@media (max-width:1100px){.tiles{grid-template-columns:repeat(3,minmax(0,1fr))}.grid.three{grid-template-columns:minmax(0,1fr)}}
@media (max-width:860px){.grid{grid-template-columns:minmax(0,1fr)}.notices,main,footer,.top{padding-left:12px;padding-right:12px}
.waterfall li{grid-template-columns:1fr auto}.waterfall .bar{grid-column:1/-1;grid-row:2}.waterfall .why{grid-column:1/-1}}
@media (max-width:560px){.choose label{order:3;flex:1 1 100%}.choose select{flex:1 1 auto}.trade .facts{grid-template-columns:repeat(2,minmax(0,1fr))}.trade .facts div:nth-last-child(-n+2){grid-column:1/-1}.top .facts{grid-template-columns:minmax(0,1fr)}.tiles{grid-template-columns:repeat(2,minmax(0,1fr));gap:8px}.hero strong{font-size:21px}.panel{padding:12px}.chart{grid-template-columns:52px minmax(0,1fr);gap:2px 6px}.xs span:nth-child(even){display:none}.barcell{min-width:44px;padding-left:2px}th,td{padding-right:6px;font-size:13px}th.num,td.num{padding-left:4px}.grouped tbody th{max-width:92px;overflow:hidden;text-overflow:ellipsis}}
@media print{body{background:#fff}.panel{break-inside:avoid}.choose{display:none!important}.scroll.tall,.scroll.some{max-height:none}}
`;
