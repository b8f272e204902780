package io.imprimatur.workflows.internal;

import java.util.List;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptEngineManager;
import org.camunda.bpm.engine.impl.scripting.engine.ScriptEngineResolver;
import org.jspecify.annotations.Nullable;

/** Finds no script engine, whatever lies on the class path: a script in a process cannot be sandboxed. */
final class NoScripts implements ScriptEngineResolver {

    @Override
    public void addScriptEngineFactory(ScriptEngineFactory factory) {
        // none is wanted
    }

    @Override
    public ScriptEngineManager getScriptEngineManager() {
        return new NoEngines();
    }

    @Override
    public @Nullable ScriptEngine getScriptEngine(String language, boolean resolveFromCache) {
        return null;
    }

    /** A manager that looks for engines on no class loader. */
    private static final class NoEngines extends ScriptEngineManager {

        NoEngines() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        public List<ScriptEngineFactory> getEngineFactories() {
            return List.of();
        }

        @Override
        public @Nullable ScriptEngine getEngineByName(String shortName) {
            return null;
        }
    }
}
