import { describe, expect, it } from 'vitest';
import { chooseCameras } from './cameras.ts';

const usb = (deviceId: string, label: string) => ({ deviceId, label });
const face = usb('a', 'HD Face Camera (1bcf:2284)');
const paper = usb('b', 'Document Camera S1020');

describe('choice of cameras', () => {
  it('follows the labels of the profile whatever the order', () => {
    const wanted = { face: 'face', document: 'S1020' };
    expect(chooseCameras([paper, face], wanted)).toEqual({ face, document: paper });
    expect(chooseCameras([face, paper], wanted)).toEqual({ face, document: paper });
  });

  it('takes a whole label before one that only bears it', () => {
    const two = usb('c', 'USB Camera 2');
    const one = usb('d', 'USB Camera');
    expect(chooseCameras([two, one], { face: 'USB Camera', document: 'USB Camera 2' })).toEqual({
      face: one,
      document: two,
    });
  });

  it('lets another stand in for one that is remembered and not there', () => {
    expect(chooseCameras([face], { face: 'Face', document: 'S1020' })).toEqual({ face, document: face });
  });

  it('gives the face what the document camera does not take', () => {
    expect(chooseCameras([paper, face], { face: '', document: 'S1020' })).toEqual({ face, document: paper });
  });

  it('takes first and second where the profile names none', () => {
    expect(chooseCameras([face, paper], { face: '', document: '' })).toEqual({ face, document: paper });
  });

  it('lets a single camera take both parts', () => {
    expect(chooseCameras([face], { face: '', document: 'S1020' })).toEqual({ face, document: face });
  });

  it('is none where there is no camera', () => {
    expect(chooseCameras([], { face: '', document: '' })).toBeNull();
  });
});
