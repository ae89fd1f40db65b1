import fc from 'fast-check';

/** For mutation testing: properties draw the same inputs each time, or a mutant would be killed today and live tomorrow. */
fc.configureGlobal({ seed: 1 });
