package dev.glimpse.http.fetch;

import java.math.BigInteger;
import java.net.InetAddress;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which addresses are of the public internet (IANA's special-purpose registries, RFC 6890 and
/// later): none of a private network, this machine, its link, a cloud's metadata, multicast, or
/// IPv6 that carries IPv4 (mapped, NAT64, 6to4, Teredo).
final class PublicAddresses {
    private static final int BYTE_BITS = 8;

    private static final List<Range> SPECIAL_IPV4 =
            Stream.of(
                            "0.0.0.0/8",
                            "10.0.0.0/8",
                            "100.64.0.0/10",
                            "127.0.0.0/8",
                            "168.63.129.16/32", // Azure's services for its machines
                            "169.254.0.0/16",
                            "172.16.0.0/12",
                            "192.0.0.0/24",
                            "192.0.2.0/24",
                            "192.88.99.0/24",
                            "192.168.0.0/16",
                            "198.18.0.0/15",
                            "198.51.100.0/24",
                            "203.0.113.0/24",
                            "224.0.0.0/4",
                            "240.0.0.0/4")
                    .map(Range::parse)
                    .toList();

    /// All that IANA has given out for unicast lies within.
    private static final Range GLOBAL_IPV6 = Range.parse("2000::/3");

    private static final List<Range> SPECIAL_IPV6 =
            Stream.of("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
                    .map(Range::parse)
                    .toList();

    private PublicAddresses() {}

    /// Addresses that begin with the same bits.
    private record Range(BigInteger start, int bits, int length) {
        private static final Pattern SLASH = Pattern.compile("/");

        static Range parse(String text) {
            String[] parts = SLASH.split(text, 2);
            byte[] start = InetAddress.ofLiteral(parts[0]).getAddress();
            return new Range(
                    new BigInteger(1, start), Integer.parseInt(parts[1]), start.length * BYTE_BITS);
        }

        boolean contains(byte[] address) {
            int rest = length - bits;
            return address.length * BYTE_BITS == length
                    && new BigInteger(1, address).shiftRight(rest).equals(start.shiftRight(rest));
        }
    }

    static boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress(); // IPv4-mapped ones are IPv4 here already
        return bytes.length == 4
                ? SPECIAL_IPV4.stream().noneMatch(range -> range.contains(bytes))
                : GLOBAL_IPV6.contains(bytes)
                        && SPECIAL_IPV6.stream().noneMatch(range -> range.contains(bytes));
    }
}
