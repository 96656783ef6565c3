/** The limits on what a connection may send, and how slowly; each a setting of the environment. */
export interface HttpLimits {
  /** Of a body after decompression. */
  readonly bodyBytes: number;
  readonly headerBytes: number;
  readonly headersTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly stallTimeoutMs: number;
  readonly keepAliveTimeoutMs: number;
  /** Of one address, or one IPv6 /64. */
  readonly connectionsPerClient: number;
  /** Of answers that the client has not read. */
  readonly unsentBytes: number;
  readonly unsentBytesPerClient: number;
  /** A client with a lower average read or send rate over `rateWindowMs` is disconnected; 0: none is. */
  readonly slowestBytesPerSecond: number;
  readonly rateWindowMs: number;
}
