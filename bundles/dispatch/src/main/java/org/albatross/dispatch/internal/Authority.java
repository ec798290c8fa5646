package org.albatross.dispatch.internal;

import java.util.List;
import java.util.Optional;
import org.albatross.model.Caller;
import org.albatross.model.Command;
import org.albatross.model.Grant;
import org.albatross.model.Name;
import org.albatross.model.Path;
import org.albatross.model.PolicyCommand;
import org.albatross.model.Refusal;
import org.albatross.model.Role;

/** The one place where it is decided who may do what. */
final class Authority {
    private Authority() {}

    /** Returns why a caller may not ask for a command about {@code name}, if so. */
    static Optional<Refusal> refusal(Caller caller, List<Grant> grants, Name name, Command command) {
        if (command instanceof PolicyCommand.AddChain chain) {
            return chain.policies().keySet().stream()
                    .flatMap(path -> refusal(caller, grants, path.asName(), Right.ADD_POLICY).stream())
                    .findFirst();
        }
        Right right = Right.of(command);
        return right == Right.GREET ? Optional.empty() : refusal(caller, grants, name, right);
    }

    /** Returns why a caller may change nothing about {@code name}, if so. */
    static Optional<Refusal> refusalOfChange(Caller caller, List<Grant> grants, Name name) {
        return refusal(caller, grants, name, Right.CHANGE);
    }

    /** Returns why a caller may not administer the platform itself, if so. */
    static Optional<Refusal> refusalOfAdministration(Caller caller, List<Grant> grants) {
        return refusal(caller, grants, Name.ROOT, Right.PLATFORM);
    }

    private static Optional<Refusal> refusal(Caller caller, List<Grant> grants, Name name, Right right) {
        return grants.stream().anyMatch(grant -> allows(grant, name, right))
                ? Optional.empty()
                : Optional.of(new Refusal.NotAllowed(name, least(right, name), where(right, name), caller, grants));
    }

    private static boolean isAboutPolicy(Right right) {
        return right == Right.ADD_POLICY || right == Right.REMOVE_POLICY;
    }

    private static Role least(Right right, Name name) {
        return isAboutPolicy(right) && name.path().isRoot() ? Role.ADMIN : right.least();
    }

    /** Returns the path at or above which the role has to be. */
    private static Path where(Right right, Name name) {
        return isAboutPolicy(right) ? name.path().parent().orElse(Path.ROOT) : name.path();
    }

    /** Tells whether somebody with these grants may see what may hold secrets in an answer about {@code name}. */
    static boolean showsSecrets(List<Grant> grants, Name name) {
        return grants.stream().anyMatch(grant -> allows(grant, name, Right.READ_SECRET));
    }

    private static boolean allows(Grant grant, Name name, Right right) {
        boolean within = grant.path().contains(name.path());
        boolean viewer = grant.role() == Role.VIEWER;
        boolean certificate = grant.role() == Role.CERTIFICATE;
        return switch (right) {
            case GREET -> true;
            case READ -> within;
            case READ_CONSOLE -> within && (!viewer || grant.consoles());
            case READ_SECRET, CHANGE -> within && !viewer;
            case ADD_POLICY -> certificate ? within || isOfChain(grant, name) : limits(grant, name);
            case REMOVE_POLICY -> certificate ? within : limits(grant, name);
            case REVOKE -> certificate || grant.role() == Role.ADMIN;
            case PLATFORM -> grant.role() == Role.ADMIN;
        };
    }

    /** Tells whether a policy is one by which a grant's holder limits others, and not the one that limits the holder. */
    private static boolean limits(Grant grant, Name name) {
        boolean below = grant.path().contains(name.path()) && !grant.path().equals(name.path());
        return grant.role() == Role.ADMIN || (grant.role() == Role.OPERATOR && below);
    }

    /** Tells whether a policy is one that the certificates above the grant's path may carry. */
    private static boolean isOfChain(Grant grant, Name name) {
        return !name.path().isRoot() && name.path().contains(grant.path());
    }
}
