package io.imprimatur.kernel;

import java.util.List;

/**
 * A broken rule, told to the person or program that broke it: a stable {@link #code()}, what is wrong and how to mend
 * it. Answered over HTTP as {@code application/problem+json} (RFC 9457) with the status of its {@link Kind}. It is
 * unchecked, so that the transaction it leaves behind rolls back.
 */
public final class DomainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** How the caller erred, and the HTTP status that says so. */
    public enum Kind {
        INVALID(400, "Invalid request"),
        FORBIDDEN(403, "Not allowed"),
        UNKNOWN(404, "Not found"),
        TIMED_OUT(408, "Too slow"),
        CONFLICT(409, "Conflict"),
        STALE(412, "Changed in the meantime"),
        TOO_LARGE(413, "Too large"),
        UNSUPPORTED(415, "Unsupported"),
        UNPROCESSABLE(422, "Unprocessable"),
        PRECONDITION_REQUIRED(428, "Precondition required"),
        OVERLOADED(429, "Too busy"),
        NOT_IMPLEMENTED(501, "Not implemented"),
        UNAVAILABLE(503, "Unavailable"),
        INSUFFICIENT_STORAGE(507, "Insufficient storage");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        /** The HTTP status code. */
        public int status() {
            return status;
        }

        /** The problem's title: the same words for every problem of this kind. */
        public String title() {
            return title;
        }
    }

    private final Kind kind;
    private final String code;
    private final transient List<Fault> faults;

    private DomainException(Kind kind, String code, String message, List<Fault> faults) {
        super(message);
        this.kind = kind;
        this.code = code;
        this.faults = List.copyOf(faults);
    }

    public static DomainException invalid(String code, String message) {
        return new DomainException(Kind.INVALID, code, message, List.of());
    }

    public static DomainException unprocessable(String code, String message) {
        return new DomainException(Kind.UNPROCESSABLE, code, message, List.of());
    }

    /** A document with several faults, each with a pointer to its place. */
    public static DomainException unprocessable(String code, String message, List<Fault> faults) {
        return new DomainException(Kind.UNPROCESSABLE, code, message, faults);
    }

    public static DomainException unknown(String code, String message) {
        return new DomainException(Kind.UNKNOWN, code, message, List.of());
    }

    /** The request itself took too long to arrive. */
    public static DomainException timedOut(String code, String message) {
        return new DomainException(Kind.TIMED_OUT, code, message, List.of());
    }

    public static DomainException conflict(String code, String message) {
        return new DomainException(Kind.CONFLICT, code, message, List.of());
    }

    public static DomainException stale(String code, String message) {
        return new DomainException(Kind.STALE, code, message, List.of());
    }

    public static DomainException preconditionRequired(String code, String message) {
        return new DomainException(Kind.PRECONDITION_REQUIRED, code, message, List.of());
    }

    public static DomainException forbidden(String code, String message) {
        return new DomainException(Kind.FORBIDDEN, code, message, List.of());
    }

    public static DomainException tooLarge(String code, String message) {
        return new DomainException(Kind.TOO_LARGE, code, message, List.of());
    }

    public static DomainException unsupported(String code, String message) {
        return new DomainException(Kind.UNSUPPORTED, code, message, List.of());
    }

    public static DomainException overloaded(String code, String message) {
        return new DomainException(Kind.OVERLOADED, code, message, List.of());
    }

    /** Something that the protocol knows and this server does not do. */
    public static DomainException notImplemented(String code, String message) {
        return new DomainException(Kind.NOT_IMPLEMENTED, code, message, List.of());
    }

    public static DomainException unavailable(String code, String message) {
        return new DomainException(Kind.UNAVAILABLE, code, message, List.of());
    }

    public static DomainException insufficientStorage(String code, String message) {
        return new DomainException(Kind.INSUFFICIENT_STORAGE, code, message, List.of());
    }

    public Kind kind() {
        return kind;
    }

    /** Stable, in capitals, for programs: {@code RELEASE_NOT_CLEARED}. */
    public String code() {
        return code;
    }

    /** The single faults of a refused document; empty for other problems. */
    public List<Fault> faults() {
        return faults;
    }

    /** What is wrong, where, and how to mend it. Never null: every factory demands it. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
