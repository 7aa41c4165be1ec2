-- What is kept of the facts stands in bundles of several products: one piece each to store, to read and to expand. What was kept before
-- is read anew.
delete from fact_marks;
drop table product_facts;
create table kept_facts (
	part integer not null,
	bundle integer not null,
	-- Of the content, before it was compressed.
	size integer not null,
	content bytea not null,
	primary key (part, bundle)
);
alter table kept_facts alter column content set storage external;
