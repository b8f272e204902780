package io.imprimatur.app.camunda;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.regex.Pattern;
import org.camunda.bpm.webapp.impl.engine.ProcessEnginesFilter;

/** The stock filter forgets the application path in one place, its look-up of templates; this one does not. */
public class EngineFilter extends ProcessEnginesFilter {

    private static final Pattern WITHOUT_SLASH = Pattern.compile("/camunda/app(/(cockpit|admin|tasklist|welcome))?");

    @Override
    protected boolean hasWebResource(String name) {
        return super.hasWebResource(name.startsWith(ApplicationPath.PATH + "/") ? name : ApplicationPath.PATH + name);
    }

    @Override
    protected String getWebResourceContents(String name) throws IOException {
        return super.getWebResourceContents(ApplicationPath.PATH + name);
    }

    @Override
    protected void applyFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // As the container resolved it: the address as sent could begin with two slashes and name another host.
        String path = request.getServletPath();
        if (WITHOUT_SLASH.matcher(path).matches()) {
            response.sendRedirect(path + "/");
            return;
        }
        super.applyFilter(request, response, chain);
    }
}
