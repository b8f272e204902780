package io.imprimatur.audit;

import io.imprimatur.identity.Acts;
import org.hibernate.envers.RevisionListener;

/** Tells a new revision of the act in progress. Envers makes one; it needs a public no-argument constructor. */
public class RevisionOfAct implements RevisionListener {

    @Override
    public void newRevision(Object revision) {
        ((Revision) revision).tell(Acts.current());
    }
}
