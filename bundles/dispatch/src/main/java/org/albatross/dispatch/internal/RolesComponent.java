package org.albatross.dispatch.internal;

import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;

/**
 * The roles as they stand in {@code etc/}. The component is made anew when they change, and with it the dispatcher: no
 * command is decided in between.
 */
@Component(service = RolesComponent.class, configurationPid = RolesConfig.PID)
@Designate(ocd = RolesConfig.class)
public final class RolesComponent {
    private final Grants grants;

    /** Reads the configuration: it has a PID only when there is a file, be it an empty one. */
    @Activate
    public RolesComponent(RolesConfig config, Map<String, Object> properties) {
        grants = new Grants(
                properties.containsKey(Constants.SERVICE_PID) ? Optional.of(Roles.of(config)) : Optional.empty());
    }

    Grants grants() {
        return grants;
    }
}
