package org.albatross.health.internal;

import java.io.IOException;
import org.albatross.api.Health.Status;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;

/** A {@link HealthCheck} of Felix that says what has been found. */
final class FindingCheck implements HealthCheck {
    /** Looks at something. */
    @FunctionalInterface
    interface Look {
        /** Returns what it has found. */
        Finding look() throws IOException, InterruptedException;
    }

    private final Look look;

    FindingCheck(Look look) {
        this.look = look;
    }

    @Override
    public Result execute() {
        try {
            return result(look.look());
        } catch (IOException e) {
            return new Result(Result.Status.HEALTH_CHECK_ERROR, "it is not known: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(Result.Status.HEALTH_CHECK_ERROR, "interrupted before it was known", e);
        }
    }

    private static Result result(Finding finding) {
        ResultLog log = new ResultLog();
        finding.details().forEach(detail -> log.add(new ResultLog.Entry(felix(finding.status()), detail)));
        return new Result(log);
    }

    private static Result.Status felix(Status status) {
        return switch (status) {
            case OK -> Result.Status.OK;
            case WARN -> Result.Status.WARN;
            case TEMPORARILY_UNAVAILABLE -> Result.Status.TEMPORARILY_UNAVAILABLE;
            case CRITICAL -> Result.Status.CRITICAL;
            case UNKNOWN -> Result.Status.HEALTH_CHECK_ERROR;
        };
    }

    /** Returns our word for one of Felix's. */
    static Status status(Result.Status status) {
        return switch (status) {
            case OK -> Status.OK;
            case WARN -> Status.WARN;
            case TEMPORARILY_UNAVAILABLE -> Status.TEMPORARILY_UNAVAILABLE;
            case CRITICAL -> Status.CRITICAL;
            case HEALTH_CHECK_ERROR -> Status.UNKNOWN;
        };
    }
}
