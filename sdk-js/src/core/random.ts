// The guest's only source of randomness: sfc32 (Chris Doty-Humphrey, PractRand), a 128-bit state of which three words are mixed
// and one counts, so every seed has a period of at least 2^32. It is not for secrets: a guest that can be replayed has none.

export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private counter = 1;

  /** Start again from a seed: an integer from 0 to 2^53 - 1. */
  seed(seed: number): void {
    this.a = 0;
    this.b = seed >>> 0;
    this.c = Math.floor(seed / 0x1_0000_0000) >>> 0;
    this.counter = 1;
    // PractRand's own start: 12 outputs go unused, until every bit of the seed has reached every bit of the state.
    for (let i = 0; i < 12; i++) this.next32();
  }

  /** 32 random bits, as an unsigned integer. */
  next32(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** A number in [0, 1) with 53 random bits, as Math.random gives. */
  nextFloat(): number {
    return ((this.next32() >>> 5) * 0x400_0000 + (this.next32() >>> 6)) / 0x20_0000_0000_0000;
  }
}
