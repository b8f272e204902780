package io.imprimatur.evaluation.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.imprimatur.evaluation.DataSet;
import io.imprimatur.kernel.CanonicalJson;
import io.imprimatur.kernel.Digest;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import org.hibernate.envers.Audited;

/** A row of {@code evaluation.data_set}. */
@Entity
@Audited
@Table(schema = "evaluation", name = "data_set")
public class DataSetRecord {

    @Id
    private String digest = "";

    private String name = "";

    @Column(name = "row_count")
    private int rows;

    @Column(name = "column_names", columnDefinition = "text")
    private String columns = "[]";

    @Column(name = "added_at")
    private Instant addedAt = Instant.EPOCH;

    /** For Hibernate. */
    protected DataSetRecord() {}

    public DataSetRecord(DataSet dataSet, Instant addedAt) {
        this.digest = dataSet.digest().hex();
        this.name = dataSet.name();
        this.rows = dataSet.rows();
        this.columns = CanonicalJson.text(CanonicalJson.document(dataSet.columns()));
        this.addedAt = addedAt;
    }

    public DataSet view() {
        try {
            return new DataSet(
                    new Digest(digest),
                    name,
                    rows,
                    List.of(CanonicalJson.mapper().readValue(columns, String[].class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("evaluation.data_set " + digest + " cannot be read", e);
        }
    }
}
