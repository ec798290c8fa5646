package org.albatross.host;

/** A machine whose parts are those of another one, but for what a subclass has in their place. For any thread. */
public class ForwardingHost implements Host {
    private final Host host;

    /** Forwards to {@code host}. */
    protected ForwardingHost(Host host) {
        this.host = host;
    }

    @Override
    public Facts facts() {
        return host.facts();
    }

    @Override
    public Network network() {
        return host.network();
    }

    @Override
    public Processes processes() {
        return host.processes();
    }

    @Override
    public Measurements measurements() {
        return host.measurements();
    }

    @Override
    public Peers peers() {
        return host.peers();
    }

    @Override
    public HostFiles files() {
        return host.files();
    }
}
