// The words and patterns of the page's language (json script ui-words), and the server's clock.
export const words = JSON.parse(document.getElementById("ui-words").textContent);

const skew = Number(document.body.dataset.now) - Math.floor(Date.now() / 1000);

/** Seconds since 1970 by the server's clock, as far as the page knows it. */
export const serverNow = () => Math.floor(Date.now() / 1000) + skew;

/** Fill %(name)s, %(name)d and %(name)02d. */
export function fill(pattern, values) {
  return pattern.replace(/%\((\w+)\)(0(\d))?[sd]/g, (_, name, __, width) => String(values[name]).padStart(Number(width ?? 0), "0")).replaceAll("%%", "%");
}

/** Seconds as 1 h 10 min; the same rule as formats.duration on the server. */
export function duration(seconds) {
  const rest = Math.abs(seconds);
  if (rest > 0 && rest < 60) return fill(words.seconds, { s: rest });
  const h = Math.floor(rest / 3600);
  const m = Math.floor(rest / 60) % 60;
  return fill(h === 0 ? words.minutes : m === 0 ? words.hours : words.hours_minutes, { h, m });
}
