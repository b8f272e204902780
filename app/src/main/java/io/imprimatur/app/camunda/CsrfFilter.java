package io.imprimatur.app.camunda;

import io.imprimatur.app.security.SecuritySettings;
import jakarta.inject.Inject;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.util.Enumeration;
import java.util.Objects;
import org.camunda.bpm.webapp.impl.security.filter.CsrfPreventionFilter;
import org.jspecify.annotations.Nullable;

/** The stock filter; its cookie is {@code Secure} where visitors come by https, which only the settings know. */
public class CsrfFilter extends CsrfPreventionFilter {

    private static final String SECURE = "enableSecureCookie";

    private final boolean secure;

    @Inject
    public CsrfFilter(SecuritySettings settings) {
        this.secure = settings.secure();
    }

    @Override
    public void init(FilterConfig config) throws ServletException {
        super.init(new Settings(config, secure));
    }

    private record Settings(FilterConfig stock, boolean secure) implements FilterConfig {

        @Override
        public String getFilterName() {
            return stock.getFilterName();
        }

        @Override
        public ServletContext getServletContext() {
            return stock.getServletContext();
        }

        @Override
        public @Nullable String getInitParameter(String name) {
            return Objects.equals(name, SECURE) ? Boolean.toString(secure) : stock.getInitParameter(name);
        }

        @Override
        public Enumeration<String> getInitParameterNames() {
            return stock.getInitParameterNames();
        }
    }
}
