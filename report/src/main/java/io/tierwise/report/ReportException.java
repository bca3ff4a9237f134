package io.tierwise.report;

/// A report that cannot be written: the folder is at fault, not the study.
public final class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ReportException(String message, Throwable cause) {
        super(message, cause);
    }
}
