package io.tierwise.study;

/// Is told how a study proceeds, so that someone can watch.
public interface Progress {
    /// A step begins: "measuring 26 strategies", "accuracy", ...; `amount` units of work lie in it.
    void begin(String step, int amount);

    /// One unit of the step has been done; `what` names the next or current thing.
    void advance(String what);

    /// The step has ended.
    void end();

    /// Something worth a line of its own: a strategy failed, a limit was not enforced.
    void note(String sentence);

    /// Watches nothing.
    static Progress silent() {
        return new Progress() {
            @Override
            public void begin(String step, int amount) {}

            @Override
            public void advance(String what) {}

            @Override
            public void end() {}

            @Override
            public void note(String sentence) {}
        };
    }
}
