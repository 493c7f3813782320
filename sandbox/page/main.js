// The page: its phones, the clock they share, the panel beside them.

import { Clock, startPanel } from "./panel.js";
import { networks, startPhones } from "./phones.js";
import { QQ } from "./qq.js";
import { Telegram } from "./telegram.js";
import { fill } from "./words.js";

const KINDS = { telegram: Telegram, qq: QQ };

fill(document);
startPhones();
const clock = new Clock();
const phones = networks.map((name) => new KINDS[name](clock));
startPanel(clock, phones);
for (const phone of phones) phone.start();
