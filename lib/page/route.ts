import { useEffect, useState } from 'preact/hooks';

/** Where on the page one is: `#/trade/SOLUSDT-20250527T1430` is the section `trade` and a name. */
export interface Place {
  readonly section: string;
  readonly name: string;
}

export const placeOf = (hash: string): Place => {
  const [, section = '', name = ''] = /^#\/([a-z-]*)(?:\/(.*))?$/.exec(hash) ?? [];
  return { section, name: decodeURIComponent(name) };
};

export const linkTo = (section: string, name = ''): string =>
  `#/${section}${name === '' ? '' : `/${encodeURIComponent(name)}`}`;

export function usePlace(): Place {
  const [place, setPlace] = useState(placeOf(location.hash));
  useEffect(() => {
    const follow = () => setPlace(placeOf(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return place;
}
