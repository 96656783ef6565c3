/** The tables as TypeORM entities with relations, which are also the GraphQL types. */
import 'reflect-metadata';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, JoinColumn, ManyToOne, OneToMany, PrimaryColumn, type Relation } from 'typeorm';

@Entity('country')
@ObjectType()
export class Country {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => String)
  @Column('text')
  slug: string;

  @Field(() => String)
  @Column('text')
  name: string;

  @Field(() => String)
  @Column('text', { name: 'iso_code' })
  isoCode: string;

  @Field(() => String)
  @Column('text')
  capital: string;
}

@Entity('office')
@ObjectType()
export class Office {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => String)
  @Column('text')
  slug: string;

  @Field(() => String)
  @Column('text')
  name: string;

  @Column('text')
  type: string;

  @Field(() => String)
  @Column('text')
  status: string;

  @Field(() => String, { nullable: true })
  @Column('text', { nullable: true })
  city: string | null;

  @Column('integer')
  position: number;

  @Column('uuid', { name: 'host_country_id', nullable: true })
  hostCountryId: string | null;

  @ManyToOne(() => Country)
  @JoinColumn({ name: 'host_country_id' })
  hostCountry: Relation<Country> | null;
}

@Entity('field_of_work')
@ObjectType()
export class FieldOfWork {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => String)
  @Column('text')
  slug: string;

  @Field(() => String)
  @Column('text')
  name: string;

  @Field(() => String)
  @Column('text')
  dimension: string;
}

@Entity('project')
@ObjectType()
export class Project {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => String)
  @Column('text')
  name: string;
}

@Entity('event')
@ObjectType()
export class Event {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => String)
  @Column('text')
  title: string;

  @Field(() => String, { nullable: true })
  @Column('text', { name: 'starts_on', nullable: true })
  startsOn: string | null;

  @Field(() => String, { nullable: true })
  @Column('text', { nullable: true })
  city: string | null;

  @Column('uuid', { name: 'country_id', nullable: true })
  countryId: string | null;
}

@Entity('news_item')
@ObjectType()
@Directive('@key(fields: "id")')
export class NewsItem {
  @Field(() => ID)
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => String)
  @Column('text')
  slug: string;

  @Field(() => String)
  @Column('text')
  title: string;

  @Field(() => String, { nullable: true })
  @Column('text', { nullable: true })
  lead: string | null;

  @Field(() => String, { nullable: true })
  @Column('text', { nullable: true })
  body: string | null;

  @Field(() => String, { nullable: true })
  @Column('text', { name: 'issued_on', nullable: true })
  issuedOn: string | null;

  @Column('text', { name: 'issued_key' })
  issuedKey: string;

  @Field(() => String)
  @Column('text')
  kind: string;

  @Field(() => String, { nullable: true })
  @Column('text', { name: 'source_url', nullable: true })
  sourceUrl: string | null;

  @OneToMany(() => NewsItemOffice, (link) => link.newsItem)
  officeLinks: Relation<NewsItemOffice>[];

  @OneToMany(() => NewsItemFieldOfWork, (link) => link.newsItem)
  fieldLinks: Relation<NewsItemFieldOfWork>[];

  @OneToMany(() => NewsItemCountry, (link) => link.newsItem)
  countryLinks: Relation<NewsItemCountry>[];
}

abstract class NewsItemLink {
  @PrimaryColumn('uuid', { name: 'news_item_id' })
  newsItemId: string;

  @Column('smallint')
  position: number;

  @Column('text', { name: 'issued_key' })
  issuedKey: string;
}

@Entity('news_item_office')
export class NewsItemOffice extends NewsItemLink {
  @PrimaryColumn('uuid', { name: 'office_id' })
  officeId: string;

  @ManyToOne(() => NewsItem, (item) => item.officeLinks)
  @JoinColumn({ name: 'news_item_id' })
  newsItem: Relation<NewsItem>;

  @ManyToOne(() => Office)
  @JoinColumn({ name: 'office_id' })
  office: Relation<Office>;
}

@Entity('news_item_field_of_work')
export class NewsItemFieldOfWork extends NewsItemLink {
  @PrimaryColumn('uuid', { name: 'field_of_work_id' })
  fieldOfWorkId: string;

  @ManyToOne(() => NewsItem, (item) => item.fieldLinks)
  @JoinColumn({ name: 'news_item_id' })
  newsItem: Relation<NewsItem>;

  @ManyToOne(() => FieldOfWork)
  @JoinColumn({ name: 'field_of_work_id' })
  fieldOfWork: Relation<FieldOfWork>;
}

@Entity('news_item_country')
export class NewsItemCountry extends NewsItemLink {
  @PrimaryColumn('uuid', { name: 'country_id' })
  countryId: string;

  @ManyToOne(() => NewsItem, (item) => item.countryLinks)
  @JoinColumn({ name: 'news_item_id' })
  newsItem: Relation<NewsItem>;

  @ManyToOne(() => Country)
  @JoinColumn({ name: 'country_id' })
  country: Relation<Country>;
}

@Entity('news_item_project')
export class NewsItemProject extends NewsItemLink {
  @PrimaryColumn('uuid', { name: 'project_id' })
  projectId: string;

  @ManyToOne(() => Project)
  @JoinColumn({ name: 'project_id' })
  project: Relation<Project>;
}

@Entity('news_item_event')
export class NewsItemEvent extends NewsItemLink {
  @PrimaryColumn('uuid', { name: 'event_id' })
  eventId: string;

  @ManyToOne(() => Event)
  @JoinColumn({ name: 'event_id' })
  event: Relation<Event>;
}

@Entity('country_mention')
@ObjectType()
export class CountryMention {
  @PrimaryColumn('uuid', { name: 'news_item_id' })
  newsItemId: string;

  @Field(() => String)
  @PrimaryColumn('text')
  field: string;

  @Field(() => Int)
  @PrimaryColumn('integer', { name: 'start_offset' })
  start: number;

  @Field(() => Int)
  @Column('integer', { name: 'end_offset' })
  end: number;

  @PrimaryColumn('uuid', { name: 'country_id' })
  countryId: string;

  @Field(() => String)
  @Column('text')
  quote: string;

  @Field(() => String)
  @Column('text')
  rule: string;

  @Field(() => Float)
  @Column('real')
  confidence: number;
}
