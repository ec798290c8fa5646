package org.albatross.influx.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** The keys of {@code etc/org.albatross.influx~NAME.cfg}: a file for each server. */
@ObjectClassDefinition(name = "Albatross Influx", description = "A server that gets what is measured.")
public @interface InfluxConfig {
    /** Where the component finds it. */
    String PID = "org.albatross.influx";

    /** See {@link Target.Kind}. */
    @AttributeDefinition(
            description =
                    "What listens there: telegraf (socket_listener over TCP), influxdb1 (HTTP, /write) or influxdb2"
                            + " (HTTP, /api/v2/write).",
            options = {@Option("telegraf"), @Option("influxdb1"), @Option("influxdb2")})
    String kind() default "telegraf";

    /** Where to connect. */
    @AttributeDefinition(description = "Where it listens.", options = @Option("<address>"))
    String address() default "localhost:8094";

    /** Whether HTTP is over TLS. */
    @AttributeDefinition(
            description = "Whether to speak HTTPS with an InfluxDB, whose certificate the JVM has to trust.",
            options = {@Option("on"), @Option("off")})
    String https() default "off";

    /** Of an InfluxDB 1.x. */
    @AttributeDefinition(
            description = "The database of an InfluxDB 1.x.",
            options = @Option(label = "pattern: 1 to 64 letters, digits, - and _", value = "[A-Za-z0-9_-]{1,64}"))
    String database() default "albatross";

    /** Of an InfluxDB 2.x. */
    @AttributeDefinition(
            description = "The organization of an InfluxDB 2.x.",
            options = @Option(label = "pattern: 1 to 64 letters, digits, - and _", value = "[A-Za-z0-9_-]{1,64}"))
    String organization() default "albatross";

    /** Of an InfluxDB 2.x. */
    @AttributeDefinition(
            description = "The bucket of an InfluxDB 2.x.",
            options = @Option(label = "pattern: 1 to 64 letters, digits, - and _", value = "[A-Za-z0-9_-]{1,64}"))
    String bucket() default "albatross";

    /** The file of what an InfluxDB is told about who writes. */
    @AttributeDefinition(
            type = AttributeType.PASSWORD,
            description =
                    "A file whose first line is the token of an InfluxDB 2.x, or USER:PASSWORD of a 1.x; it is read"
                            + " for each request.",
            options = @Option("none"))
    String token_file() default "none";

    /** Whether the tag {@code vm} is the label alone. */
    @AttributeDefinition(
            description =
                    "Whether the tag vm is the label of a unikernel alone, and path another tag, as dashboards for the"
                            + " original expect; off: vm is the whole name.",
            options = {@Option("on"), @Option("off")})
    String drop_path() default "on";

    /** How much waits. */
    @AttributeDefinition(
            description = "How many KiB of lines wait while the server is away; then the oldest go.",
            min = "64",
            max = "65536")
    int buffer_kib() default 4096;
}
