"""Which addresses lie on this machine or in a private network, as RFC 1918, 4193 and 6761 say."""

import ipaddress

# Link-local addresses are left out: clouds answer there with the machine's own credentials.
_NEAR = tuple(
    ipaddress.ip_network(network)
    for network in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "::1/128",
        "fc00::/7",
    )
)


def is_near(address: str) -> bool:
    """Whether a numeric address lies on this machine or in a private network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return any(found.version == network.version and found in network for network in _NEAR)


def may_be_near(host: str) -> bool:
    """Whether a host may be near: a numeric address tells, a name only when it is looked up."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return True
    return is_near(host)
