-- A cause is a reading, an upstream alert or a report, no longer a free text: what was a text was a report.
UPDATE drafts SET body = json_set(body, '$.cause', json_object('kind', 'report', 'text', json_extract(body, '$.cause'))) WHERE json_type(body, '$.cause') = 'text';
