import { renderDocument } from '../fixtures/documents/render.ts';
import { playingPictures, readCode, touch } from './booth-screen.ts';
import type { Rig } from './rig.ts';

/** One step of a visit: what a person does, and the evidence that it happened. */
export interface VisitStep {
  readonly name: string;
  run(rig: Rig): Promise<void>;
}

const PHONE_NUMBER = '13800000000';

/** Answers to the questions of a form, by their labels; all made up. */
function answers(rig: Rig): Record<string, string> {
  return {
    单位名称: rig.licence.name ?? '演示样本有限公司',
    统一社会信用代码: rig.licence['credit-code'] ?? '',
    法定代表人姓名: '测试样本',
    经办人身份号码: '11010519491231002X',
    联系电话: PHONE_NUMBER,
    注销原因: '股东决定解散',
    '尚未缴纳的税费（元）': '0',
    发票已全部缴销: '是',
  };
}

/** Ms Dai closes her company: three departments, one visit. Shared by the end-to-end test and the demo. */
export const VISIT: readonly VisitStep[] = [
  {
    name: 'agents go on duty',
    async run({ desks }) {
      for (const desk of Object.values(desks)) await desk.goAvailable();
    },
  },
  {
    name: 'the booth welcomes',
    async run(rig) {
      await rig.booth().page.locator('[data-action="begin"]').waitFor();
      await rig.booth().page.getByText('3 位云坐席在岗').waitFor();
    },
  },
  {
    name: 'the phone scans the code on the screen',
    async run(rig) {
      await rig.phone.scan(await readCode(rig.booth().page));
      await rig.phone.page.getByText('今天来办什么？').first().waitFor();
    },
  },
  {
    name: 'the citizen chooses and consents',
    async run({ phone }) {
      await phone.chooseBundle('企业注销');
      await phone.consent();
    },
  },
  {
    name: 'the door opens and the citizen steps in',
    async run({ machines: { door }, phone }) {
      await door.waitFor(() => door.lock === 'unlocked', 20_000);
      door.openLeaf();
      await phone.waitForOpenDoor();
      door.enter();
      door.closeLeaf();
    },
  },
  {
    name: 'the booth is ready',
    async run(rig) {
      await rig.booth().page.locator('[data-action="call"]').waitFor();
    },
  },
  {
    name: 'one touch calls, market regulation is asked',
    async run(rig) {
      await touch(rig.booth().page, 'call');
      await rig.desks.market.waitForOffer();
    },
  },
  {
    name: 'market regulation answers',
    async run(rig) {
      await rig.desks.market.accept();
      await expectPictures(rig, { booth: 1, market: 2 });
    },
  },
  {
    name: 'a still of the licence is read and confirmed',
    async run({ desks, licence }) {
      await desks.market.takeStill();
      await desks.market.confirmFields(licence);
    },
  },
  {
    name: 'deregistration is opened, tax clearance is missing',
    async run({ desks }) {
      await desks.market.openCase('公司注销登记');
      await desks.market.page.getByText('要先办好').first().waitFor();
    },
  },
  {
    name: 'tax joins',
    async run(rig) {
      await rig.desks.market.invite('税务局');
      await rig.desks.tax.waitForOffer();
      await rig.desks.tax.accept();
      await expectPictures(rig, { booth: 2, market: 3, tax: 3 });
    },
  },
  {
    name: 'the tax case is opened and its form filled in on the phone',
    async run(rig) {
      await rig.desks.tax.openCase('清税申报');
      await rig.phone.fillForm('清税申报', answers(rig));
    },
  },
  {
    name: 'a paper is sent from the phone and accepted',
    async run({ phone, desks }) {
      const { jpeg } = renderDocument({ kind: 'tax-clearance', seed: 11, condition: 'flat' });
      await phone.upload('企业所得税清算申报表', { name: 'return.jpg', mimeType: 'image/jpeg', buffer: jpeg });
      await phone.page.getByText('已上传，等核对').first().waitFor();
      await desks.tax.acceptPaper('企业所得税清算申报表');
    },
  },
  {
    name: 'the tax clearance reaches the phone while the call goes on',
    async run(rig) {
      await rig.desks.tax.papersDone();
      await rig.desks.tax.setCase('办结');
      await rig.phone.waitForCertificate('清税证明');
      await expectPictures(rig, { booth: 2 });
    },
  },
  {
    name: 'social insurance joins: four parties',
    async run(rig) {
      await rig.desks.tax.invite('社会保险基金管理中心');
      await rig.desks.social.waitForOffer();
      await rig.desks.social.accept();
      await expectPictures(rig, { booth: 3, market: 4, tax: 4, social: 4 });
    },
  },
  {
    name: 'the social insurance registration is closed',
    async run({ desks, phone }) {
      await desks.social.openCase('用人单位社会保险登记注销');
      await desks.social.papersDone();
      await desks.social.setCase('办结');
      await phone.waitForCertificate('社会保险登记注销证明');
    },
  },
  {
    name: 'tax and social insurance say goodbye',
    async run(rig) {
      await rig.desks.tax.leaveCall();
      await rig.desks.social.leaveCall();
      await expectPictures(rig, { booth: 1, market: 2 });
    },
  },
  {
    name: 'mailing details are given on the phone',
    async run({ phone, desks }) {
      await phone.giveMailing({ recipient: '测试样本', phone: PHONE_NUMBER, address: '演示省演示市演示路 1 号' });
      await desks.market.page.getByRole('tab', { name: '寄递' }).click();
      await desks.market.page.getByText('演示省演示市演示路 1 号').waitFor();
    },
  },
  {
    name: 'the agent asks to open a compartment',
    async run(rig) {
      await rig.desks.market.askLocker();
      await rig.booth().page.locator('[data-action="ask-yes"]').waitFor();
    },
  },
  {
    name: 'the citizen agrees and the compartment opens',
    async run(rig) {
      const { locker } = rig.machines;
      await touch(rig.booth().page, 'ask-yes');
      await locker.waitFor(() => locker.compartments().some((one) => one.door === 'open'), 20_000);
      await rig.booth().page.getByText('号柜门开了').waitFor();
    },
  },
  {
    name: 'the envelope goes in and the compartment is sealed',
    async run(rig) {
      const { locker } = rig.machines;
      const open = locker.compartments().find((one) => one.door === 'open');
      if (!open) throw new Error('no compartment is open');
      locker.putItem(open.compartment);
      locker.closeDoor(open.compartment);
      await rig.booth().page.getByText('柜门关好了').first().waitFor();
      await rig.desks.market.page.getByText('已封存待取').first().waitFor();
    },
  },
  {
    name: 'the company is deregistered',
    async run({ desks, phone }) {
      await desks.market.page.getByRole('tab', { name: '办件' }).click();
      await desks.market.papersDone();
      await desks.market.setCase('办结');
      await phone.waitForCertificate('公司注销登记通知书');
    },
  },
  {
    name: 'the agent finishes, the receipt is printed',
    async run(rig) {
      const { printer } = rig.machines;
      // The words stand for three seconds only, and a desk on a busy machine may take longer to say that it has finished.
      const shown = rig.booth().page.getByText('请取走回执').first().waitFor({ timeout: 60_000 });
      await Promise.all([rig.desks.market.finishVisit(), shown]);
      await printer.waitFor(() => printer.slips().length === 1, 30_000);
      printer.tear();
    },
  },
  {
    name: 'each case is rated',
    async run(rig) {
      for (let index = 1; index <= 3; index++) {
        await rig.booth().page.getByText(`第 ${index} 件，共 3 件`).waitFor();
        await touch(rig.booth().page, 'rate-5');
      }
    },
  },
  {
    name: 'goodbye',
    async run(rig) {
      await rig.booth().page.getByText('三件事都办好了').waitFor();
    },
  },
  {
    name: 'the citizen leaves, the booth is wiped and welcomes again',
    async run(rig) {
      await touch(rig.booth().page, 'leave-now');
      await rig.booth().page.getByText('请带好随身物品').waitFor();
      rig.machines.door.leave();
      await rig.booth().page.locator('[data-action="begin"]').waitFor();
    },
  },
];

/** Waits until each page shows this many remote pictures of which frames were decoded, its own picture not counted. */
async function expectPictures(
  rig: Rig,
  expected: Partial<Record<'booth' | 'market' | 'tax' | 'social', number>>,
): Promise<void> {
  for (const [name, count] of Object.entries(expected)) {
    const page = name === 'booth' ? rig.booth().page : rig.desks[name as 'market'].page;
    const deadline = Date.now() + 45_000;
    for (;;) {
      const playing = await playingPictures(page);
      if (playing >= count + 1) break;
      if (Date.now() > deadline) throw new Error(`${name} shows ${playing} moving pictures, ${count + 1} expected`);
      await page.waitForFunction(() => new Promise((resolve) => requestAnimationFrame(() => resolve(true))));
    }
  }
}
