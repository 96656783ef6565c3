/** The limits on what a connection may send, and how slowly; each a setting of the environment. */
export interface HttpLimits {
  /** Of a body after it was decompressed. */
  readonly bodyBytes: number;
  readonly headerBytes: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly stallTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** Of one address, or one IPv6 /64. */
  readonly connectionsPerClient: number;
  /** Of answers that wait to be read. */
  readonly unsentBytes: number;
  readonly unsentBytesPerClient: number;
  /** Who reads an answer or sends a body more slowly, on average of `rateWindowMs`, is cut off; 0: nobody is. */
  readonly slowestBytesPerSecond: number;
  readonly rateWindowMs: number;
}
