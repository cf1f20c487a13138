package dev.glimpse.http.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Predicate;
import org.apache.hc.client5.http.DnsResolver;

/// Resolves names, and refuses those with an address that is not allowed. The client connects to
/// what this returns and asks nobody else. Immutable.
final class CheckedResolver implements DnsResolver {
    private final DnsResolver names;
    private final Predicate<InetAddress> allowed;

    /// @param names who knows addresses
    CheckedResolver(DnsResolver names, Predicate<InetAddress> allowed) {
        this.names = names;
        this.allowed = allowed;
    }

    /// A host has an address that must not be connected to. The message does not say which.
    static final class RefusedAddressException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedAddressException(String host) {
            super(host + " is not a host of the public internet");
        }
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = names.resolve(host);
        if (addresses.length == 0) {
            throw new UnknownHostException(host);
        }
        for (InetAddress address : addresses) {
            if (!allowed.test(address)) {
                throw new RefusedAddressException(host);
            }
        }
        return addresses;
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host; // asked for by Kerberos alone
    }
}
