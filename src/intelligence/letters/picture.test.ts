import { inflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { drawActivity } from './picture.ts';
import { Canvas } from './png.ts';

/** Reads back what a picture's data say of one pixel. */
function pixel(png: Buffer, width: number, x: number, y: number): string {
  const at = png.indexOf('IDAT');
  const size = png.readUInt32BE(at - 4);
  const raw = inflateSync(png.subarray(at + 4, at + 4 + size));
  const start = y * (width * 3 + 1) + 1 + x * 3;
  return `#${raw.subarray(start, start + 3).toString('hex')}`;
}

it('writes what was drawn, and nothing outside of the picture', () => {
  const canvas = new Canvas(10, 4);
  canvas.fill(8, 2, 99, 99, '#102030');
  canvas.fill(-5, -5, 6, 6, '#aabbcc');
  const png = canvas.png();
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(10);
  expect(pixel(png, 10, 9, 3)).toBe('#102030');
  expect(pixel(png, 10, 7, 3)).toBe('#ffffff');
  expect(pixel(png, 10, 0, 0)).toBe('#aabbcc');
});

it('draws the fullest week to the top, an empty one not at all', () => {
  const week = { at: '', drafts: 0, byApps: 0, costUsd: 0 };
  const png = drawActivity([
    { ...week, governed: 10, raw: 10 },
    { ...week, governed: 0, raw: 0 },
  ]);
  expect(pixel(png, 640, 160, 170)).toBe('#1f3fae');
  expect(pixel(png, 640, 160, 20)).toBe('#e0a100');
  expect(pixel(png, 640, 480, 170)).toBe('#ffffff');
  expect(drawActivity([]).length).toBeGreaterThan(50);
});
