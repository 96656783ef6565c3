import { DataSource } from 'typeorm';
import * as entities from './entities.js';

export const dataSource = new DataSource({
  type: 'postgres',
  url: process.env['DATABASE_URL'] ?? '',
  entities: Object.values(entities),
  synchronize: false,
  extra: { max: Number(process.env['DATABASE_POOL_SIZE']) },
});
